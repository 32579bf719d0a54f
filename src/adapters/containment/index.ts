export { createContainment } from "./containment.ts";
export { guardParent } from "./node.ts";
