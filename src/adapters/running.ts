/** All that only a run of a genome needs. */
export { compile, inOwnLines } from "./compiler.ts";
export { createContainment, guardParent } from "./containment/index.ts";
export { namesAndLiteralsOf } from "./names-and-literals.ts";
