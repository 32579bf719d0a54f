/** All that only a run of a genome needs. */
export { anatomyOf } from "./anatomy.ts";
export { compile, inOwnLines } from "./compiler.ts";
export { createContainment, guardParent } from "./containment/index.ts";
