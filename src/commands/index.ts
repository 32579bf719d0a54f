/** What each command does. Apart from the table, so that asking for help loads none of it. */
export { run as challenge } from "./challenge.ts";
export { run as evaluate } from "./evaluate.ts";
export { run as reset } from "./reset.ts";
export { run as sandbox } from "./sandbox.ts";
export { run as status } from "./status.ts";
