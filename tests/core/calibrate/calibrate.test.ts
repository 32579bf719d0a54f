import { afterEach, beforeEach, expect, test } from "vitest";
import { calibrate } from "../../../src/core/calibrate/calibrate.ts";
import type { Workspace } from "../../../src/domain/ports/ports.ts";
import type { Containment } from "../../../src/domain/ports/running.ts";
import { openWorkspace } from "../../../src/wiring.ts";

import { TestProject } from "../../support/project.ts";

let project: TestProject;
beforeEach(() => {
  project = new TestProject();
});
afterEach(() => project.dispose());

/** A machine on which every run needs more memory than can be seen from outside. */
const withHiddenNeed = ({ ports, ...rest }: Workspace, needMb: number): Workspace => {
  const run: Containment["run"] = async (job, options) => {
    const real = await ports.containment.run(job, options);
    return job.limits.memoryMb < needMb
      ? { outcome: "out_of_memory", facts: real.facts, detail: "more than it may have" }
      : real;
  };
  return { ...rest, ports: { ...ports, containment: { ...ports.containment, run } } };
};

test("limits within which the genome in force does not run are not proposed", async () => {
  const here = openWorkspace({ root: project.root, env: {}, cwd: project.root });
  const { signal } = new AbortController();
  const { proposals, doubt } = await calibrate(withHiddenNeed(here, 400), {
    write: false,
    signal,
    progress: () => {},
  });
  expect(doubt).toBe("within these limits the genome ended with out_of_memory");
  expect(proposals.map(({ setting }) => setting)).toEqual(["scoreFloor"]);
});
