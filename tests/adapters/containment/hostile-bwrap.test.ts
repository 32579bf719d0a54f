import { describe } from "vitest";
import { bwrap } from "../../../src/adapters/containment/backends/bwrap.ts";
import { hostileSuite, isThere } from "./hostile-suite.ts";

describe.skipIf(!(await isThere(bwrap)))("programs with all of Node's powers", () => {
  hostileSuite(bwrap, [
    { user: "own", nodePermissions: false },
    { user: "ordinary", nodePermissions: true },
  ]);
});
