import { describe, expect, test } from "vitest";
import { seccompFilter } from "../../../src/adapters/containment/seccomp/filter.ts";
import { callNumbers, rules } from "../../../src/adapters/containment/seccomp/rules.ts";

const architectures = { x64: 0xc000003e, arm64: 0xc00000b7 };
const kill = 0x80000000;
const allow = 0x7fff0000;
const error = (code: number): number => 0x00050000 + code;

interface Call {
  readonly architecture?: number;
  readonly number: number;
  readonly arguments?: readonly number[];
}

/** Runs a filter as the kernel would. */
const decide = (filter: Buffer, call: Call): number => {
  const data = Buffer.alloc(64);
  data.writeUInt32LE(call.number >>> 0, 0);
  data.writeUInt32LE(call.architecture ?? architectures.x64, 4);
  for (const [index, value] of (call.arguments ?? []).entries())
    data.writeUInt32LE(value >>> 0, 16 + 8 * index);
  let loaded = 0;
  for (let at = 0; at < filter.length / 8; at++) {
    const code = filter.readUInt16LE(8 * at);
    const operand = filter.readUInt32LE(8 * at + 4);
    const jump = (holds: boolean) => filter.readUInt8(8 * at + (holds ? 2 : 3));
    if (code === 0x20) loaded = data.readUInt32LE(operand);
    else if (code === 0x06) return operand;
    else if (code === 0x15) at += jump(loaded === operand);
    else if (code === 0x35) at += jump(loaded >= operand);
    else if (code === 0x45) at += jump((loaded & operand) !== 0);
    else throw new Error(`unknown instruction ${code}`);
  }
  throw new Error("the filter has no end");
};

const filterFor = (architecture: keyof typeof architectures): Buffer =>
  seccompFilter(architecture) ?? Buffer.alloc(0);

const number = (call: string): number => callNumbers[call]?.[0] ?? -1;

describe("the filter for system calls", () => {
  const filter = filterFor("x64");

  test.each<[string, Call, number]>([
    ["reading goes on", { number: 0 }, allow],
    ["a call that no rule knows goes on", { number: 231 }, allow],
    ["a thread may be made", { number: number("clone"), arguments: [0x3d0f00] }, allow],
    ["a process may not", { number: number("clone"), arguments: [0x1200011] }, kill],
    [
      "a thread in a new namespace may not",
      { number: number("clone"), arguments: [0x10010000] },
      kill,
    ],
    [
      "a newer way to make threads is unknown, so that the older is taken",
      { number: number("clone3") },
      error(38),
    ],
    ["a socket ends the program", { number: number("socket"), arguments: [1, 1, 0] }, kill],
    ["a link ends the program", { number: number("symlink") }, kill],
    ["a file may be made", { number: number("openat"), arguments: [0, 0, 0o101, 0o666] }, allow],
    [
      "one that can be started may not",
      { number: number("openat"), arguments: [0, 0, 0o101, 0o755] },
      error(1),
    ],
    [
      "a file may be opened whatever the fourth argument holds",
      { number: number("openat"), arguments: [0, 0, 0, 0o755] },
      allow,
    ],
    [
      "a file may not be made startable later",
      { number: number("fchmodat"), arguments: [0, 0, 0o700] },
      error(1),
    ],
    [
      "a terminal may be asked for its size",
      { number: number("ioctl"), arguments: [0, 0x5413] },
      allow,
    ],
    [
      "input may not be put into a terminal",
      { number: number("ioctl"), arguments: [0, 0x5412] },
      kill,
    ],
    ["another processor's calls end the program", { number: 0, architecture: 0x40000003 }, kill],
    ["so does the other numbering of the same processor", { number: 0x40000000 }, kill],
  ])("%s", (_, call, decision) => {
    expect(decide(filter, call)).toBe(decision);
  });

  test.each(
    rules
      .filter(({ when }) => !when)
      .flatMap(({ calls, action }) => calls.map((call) => [call, action])),
  )("%s is answered with %s on every processor that has it", (call, action) => {
    const answers = { kill, refuse: error(1), unknown: error(38) };
    const [x64, arm64] = callNumbers[call ?? ""] ?? [];
    expect(x64).toBeDefined();
    for (const [name, found] of [["x64", x64] as const, ["arm64", arm64] as const])
      if (found !== undefined)
        expect(decide(filterFor(name), { number: found, architecture: architectures[name] })).toBe(
          answers[action as keyof typeof answers],
        );
  });

  test("there is none for a processor whose numbers are not known", () => {
    expect(seccompFilter("riscv64")).toBeNull();
  });
});
