import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { killSwitch } from "../../src/adapters/kill-switch.ts";
import { asOrdinaryUser } from "../support/ordinary-user.ts";

let root: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), "cleanloop-switch-"));
  chmodSync(root, 0o755);
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

const pulled = (): Promise<void> =>
  new Promise((done) => {
    killSwitch(root).watch(done);
  });

it("stands as soon as anything is called STOP, and tells whoever watches", async () => {
  mkdirSync(join(root, ".output"));
  const told = pulled();
  expect(killSwitch(root).standing()).toBeNull();
  mkdirSync(join(root, ".output/STOP"));
  await told;
  expect(killSwitch(root).standing()).not.toBeNull();
  expect([killSwitch(root).clear(), killSwitch(root).clear()]).toEqual([true, false]);
});

it("counts as pulled for a running loop when nobody can look at it any more", async () => {
  mkdirSync(join(root, ".output"), { mode: 0o000 });
  await asOrdinaryUser(pulled);
});

it("is a Problem for whoever asks where it cannot be looked at", () => {
  writeFileSync(join(root, ".output"), "a file in the folder's place");
  expect(() => killSwitch(root).standing()).toThrow(
    expect.objectContaining({ code: "cannot-read" }),
  );
});
