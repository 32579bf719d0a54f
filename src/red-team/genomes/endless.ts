import { genome, text } from "../probe.ts";

/** Programs that do not end, each in a way of its own. */
export const endless = [
  genome({ name: "endless loop", wants: "the processor for ever", body: "  for (;;);" }),
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
