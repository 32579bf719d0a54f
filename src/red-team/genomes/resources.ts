import { genome, text } from "../probe.ts";

/** Programs that do not end, each in a way of its own. */
export const endlessGenomes = [
  genome({ name: "endless loop", wants: "the processor forever", body: "  for (;;);" }),
  text(
    { name: "endless loop on loading", wants: "the processor before it is even called" },
    "for (;;);\nexport const clean = () => {};\n",
  ),
  genome({
    name: "endless async loop",
    wants: "to wait for one promise after another",
    body: "  for (;;) await null;",
  }),
  genome({
    name: "endless microtasks",
    wants: "that nothing else ever gets its turn",
    body: `
  const again = (): Promise<void> => Promise.resolve().then(again);
  await again();`,
  }),
  genome({
    name: "endless regular expression",
    wants: "a match that takes longer than anyone lives",
    body: `  /^(a+)+$/.test("a".repeat(60) + "!");`,
  }),
  genome({
    name: "processor burn after its answer",
    wants: "to work on when clean has returned",
    body: `
  const burn = async () => { for (;;) await null; };
  void burn();`,
  }),
  genome({
    name: "blocked thread",
    wants: "to sleep where no timer reaches it",
    body: "  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0);",
  }),
  genome({
    name: "waits for nothing",
    wants: "to end well without having finished",
    winsIfAccepted: true,
    body: "  await new Promise(() => {});",
  }),
];

/** Memory, stack and size: more than anything honest needs. */
export const bombsGenomes = [
  genome({
    name: "heap bomb",
    wants: "memory, object by object",
    winsIfAccepted: true,
    body: `
  const kept: unknown[] = [];
  for (;;) kept.push(Array.from({ length: 1000 }, (_, index) => ({ index })));`,
  }),
  genome({
    name: "array bomb",
    wants: "memory in one array",
    winsIfAccepted: true,
    body: `
  const kept: number[] = [];
  for (;;) kept.push(kept.length + 0.5);`,
  }),
  genome({
    name: "string bomb",
    wants: "memory in strings",
    winsIfAccepted: true,
    body: `
  const kept: string[] = [];
  for (let at = 0; ; at++) kept.push((String(at) + "x").repeat(100_000).toUpperCase());`,
  }),
  genome({
    name: "typed array bomb",
    wants: "memory outside of the heap",
    winsIfAccepted: true,
    body: `
  const kept: Uint8Array[] = [];
  for (;;) kept.push(new Uint8Array(1_000_000).fill(1));`,
  }),
  genome({
    name: "deep recursion",
    wants: "to run over the end of the stack",
    winsIfAccepted: true,
    body: `
  const deeper = (depth: number): number => 1 + deeper(depth + 1);
  deeper(0);`,
  }),
  genome({
    name: "gigantic regular expression",
    wants: "the compiler of expressions to fall over",
    body: `
  for (const source of ["(".repeat(1e6) + ")".repeat(1e6), "(?:" + "a{0,1000}".repeat(1e4) + ")*"])
    try { new RegExp(source).test("a".repeat(1000)); } catch {}`,
  }),
  text(
    { name: "deeply nested text", wants: "the gate to fall over while it reads" },
    `export const clean = () => ${"[".repeat(30_000)}${"]".repeat(30_000)};\n`,
  ),
  text(
    { name: "endless row of operators", wants: "the gate or V8 to fall over while it reads" },
    `export const clean = () => ${"!".repeat(60_000)}1;\n`,
  ),
  text(
    { name: "oversized text", wants: "the gate to read forever" },
    `export const clean = () => {};\n${"// filler\n".repeat(200_000)}`,
  ),
];
