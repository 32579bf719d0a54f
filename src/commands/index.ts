/** What each command does. Apart from the table, so that asking for help loads none of it. */
export { run as autonomy } from "./autonomy.ts";
export { run as calibrate } from "./calibrate.ts";
export { run as challenge } from "./challenge.ts";
export { run as evaluate } from "./evaluate.ts";
export { run as loop } from "./loop.ts";
export { run as observe } from "./observe.ts";
export { run as reset } from "./reset.ts";
export { run as review } from "./review.ts";
export { run as sandbox } from "./sandbox.ts";
export { run as status } from "./status.ts";
export { run as stop } from "./stop.ts";
export { run as verify } from "./verify.ts";
