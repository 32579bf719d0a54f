import { bwrap } from "./backends/bwrap.ts";
import { processOnly } from "./backends/process.ts";
import { unshare } from "./backends/unshare.ts";
import { Sandbox } from "./containment.ts";
import { thisNode } from "./node.ts";

export { guardParent } from "./guard-parent.ts";

export const createContainment = ({ runtimeFolder }: { runtimeFolder: string }): Sandbox =>
  new Sandbox({ folder: runtimeFolder, entry: "runner.cjs", node: thisNode() }, [
    bwrap,
    unshare,
    processOnly,
  ]);
