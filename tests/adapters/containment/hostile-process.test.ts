import { describe, expect, test } from "vitest";
import { processOnly } from "../../../src/adapters/containment/backends/process.ts";
import { hostileSuite } from "./hostile-suite.ts";
import { findingsOf } from "./support.ts";

describe("programs with all of Node's powers", () => {
  hostileSuite(processOnly, [
    { user: "own", nodePermissions: true },
    { user: "ordinary", nodePermissions: true },
  ]);
});

describe("what is lost without namespaces", () => {
  test("a program can end CleanLoop itself", async () => {
    const setting = { backend: "process", nodePermissions: true, user: "own" } as const;
    const attack = { program: "kills-the-operator", timeoutSeconds: 5 };
    await expect(findingsOf(setting, [attack])).rejects.toThrow("the operator died");
  });

  test("without Node's permissions a daemon that holds the pipe is found, and ended", async () => {
    const setting = { backend: "process", nodePermissions: false, user: "own" } as const;
    const attack = { program: "daemon-holds-the-pipe", timeoutSeconds: 1 };
    const finding = (await findingsOf(setting, [attack])).get(attack.program);
    expect(finding).toMatchObject({ outcome: "timeout", alive: [], facts: { violation: true } });
    expect(finding?.detail).toContain("held on");
  });
});
