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
