import { describe } from "vitest";
import { unshare } from "../../../src/adapters/containment/backends/unshare.ts";
import { hostileSuite, isThere } from "./hostile-suite.ts";

describe.skipIf(!(await isThere(unshare)))("programs with all of Node's powers", () => {
  hostileSuite(unshare, [
    { user: "own", nodePermissions: false },
    { user: "ordinary", nodePermissions: false },
  ]);
});
