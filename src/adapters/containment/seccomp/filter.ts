import { type Action, callNumbers, rules, type SeccompRule } from "./rules.ts";

/** One instruction of classic BPF, as the kernel's `struct sock_filter` has it. */
export interface Instruction {
  readonly code: number;
  readonly jumpTrue: number;
  readonly jumpFalse: number;
  readonly operand: number;
}

const loadWord = 0x20;
const jumpEqual = 0x15;
const jumpAtLeast = 0x35;
const jumpAnyBit = 0x45;
const giveBack = 0x06;

/** Offsets into `struct seccomp_data`; of 64-bit arguments the low half is enough for flags. */
export const at = {
  call: 0,
  architecture: 4,
  argument: (index: number): number => 16 + 8 * index,
} as const;

const jump = (code: number) => (operand: number, jumpTrue: number, jumpFalse: number) => ({
  code,
  jumpTrue,
  jumpFalse,
  operand,
});

export const load = (offset: number): Instruction => ({
  code: loadWord,
  jumpTrue: 0,
  jumpFalse: 0,
  operand: offset,
});
export const ifEqual = jump(jumpEqual);
export const ifAtLeast = jump(jumpAtLeast);
export const ifAnyBit = jump(jumpAnyBit);
export const answer = (action: number): Instruction => ({
  code: giveBack,
  jumpTrue: 0,
  jumpFalse: 0,
  operand: action,
});

export const assemble = (program: readonly Instruction[]): Buffer => {
  const bytes = Buffer.alloc(8 * program.length);
  for (const [index, { code, jumpTrue, jumpFalse, operand }] of program.entries()) {
    bytes.writeUInt16LE(code, 8 * index);
    bytes.writeUInt8(jumpTrue, 8 * index + 2);
    bytes.writeUInt8(jumpFalse, 8 * index + 3);
    bytes.writeUInt32LE(operand >>> 0, 8 * index + 4);
  }
  return bytes;
};

interface Architecture {
  readonly audit: number;
  readonly column: 0 | 1;
}

const architectures: Readonly<Record<string, Architecture>> = {
  x64: { audit: 0xc000_003e, column: 0 },
  arm64: { audit: 0xc000_00b7, column: 1 },
};

const notPermitted = 1;
const noSuchCall = 38;
const allow = answer(0x7fff_0000);
const actions: Readonly<Record<Action, Instruction>> = {
  kill: answer(0x8000_0000),
  refuse: answer(0x0005_0000 | notPermitted),
  unknown: answer(0x0005_0000 | noSuchCall),
};
/** Calls from here on are the x32 view of x86-64: a way around a list of numbers. */
const otherNumbering = 0x4000_0000;

/** A seccomp filter for this processor, or null where the numbers are not known. */
export const seccompFilter = (architecture: string): Buffer | null => {
  const known = architectures[architecture];
  if (!known) return null;
  const made = filters.get(architecture) ?? filterFor(known);
  filters.set(architecture, made);
  return made;
};

const filters = new Map<string, Buffer>();

const filterFor = (known: Architecture): Buffer =>
  assemble([
    load(at.architecture),
    ifEqual(known.audit, 1, 0),
    actions.kill,
    load(at.call),
    ifAtLeast(otherNumbering, 0, 1),
    actions.kill,
    ...rules.flatMap((rule) => compiled(rule, known.column)),
    allow,
  ]);

const compiled = (rule: SeccompRule, column: 0 | 1): Instruction[] =>
  rule.calls.flatMap((call) => {
    const number = callNumbers[call]?.[column];
    return number === undefined ? [] : guarded(number, consequence(rule));
  });

/** Runs `body` for one call; whoever falls out of it goes on with the call's number loaded. */
const guarded = (number: number, body: readonly Instruction[]): Instruction[] => [
  ifEqual(number, 0, body.length),
  ...body,
];

const consequence = (rule: SeccompRule): Instruction[] => {
  const tests = (rule.when ?? []).map(({ argument, anyOf, noneOf, equals }) => ({
    load: load(at.argument(argument)),
    test: (out: number) => {
      if (equals !== undefined) return ifEqual(equals, 0, out);
      return noneOf === undefined ? ifAnyBit(anyOf ?? 0, 0, out) : ifAnyBit(noneOf, out, 0);
    },
  }));
  if (tests.length === 0) return [actions[rule.action]];
  const steps = tests.flatMap(({ load: fetch, test }, index) => {
    const instructionsToReload = 2 * (tests.length - index - 1) + 1;
    return [fetch, test(instructionsToReload)];
  });
  return [...steps, actions[rule.action], load(at.call)];
};
