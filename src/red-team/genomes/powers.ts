import { genome } from "../probe.ts";

/** Looks through everything that can be reached from a value for a power that only Node has. */
const climb = `
  const looksLikeNode = (value: any) =>
    ["binding", "dlopen", "getBuiltinModule", "readFileSync", "createRequire"].some((name) => {
      try { return typeof value[name] === "function"; } catch { return false; }
    });
  const climb = (start: any, way: string) => {
    const queue = [start];
    const known = new Set();
    while (queue.length > 0 && known.size < 2000) {
      const value = queue.shift();
      if ((typeof value !== "object" && typeof value !== "function") || value === null) continue;
      if (known.has(value)) continue;
      known.add(value);
      if (looksLikeNode(value)) got("Node through " + way);
      for (const make of [value, value.constructor])
        if (typeof make === "function" && /Function$/.test(make.name))
          try { if (make("return typeof process")() !== undefined) got("code from a string through " + way); } catch {}
      queue.push(Object.getPrototypeOf(value));
      for (const key of Reflect.ownKeys(value)) {
        const { value: held, get, set } = Reflect.getOwnPropertyDescriptor(value, key) ?? {};
        queue.push(held, get, set);
      }
    }
  };
`;

/** Out of the realm: code from strings, and objects that lead to the runner's side. */
export const powersGenomes = [
  genome({
    name: "names of Node",
    wants: "process, require and the like by name",
    body: `
  for (const name of ["process", "require", "module", "global", "fetch", "Buffer", "setTimeout", "Worker"])
    if (name in globalThis) got(name);
  if ((function (this: any) { return this; })() !== undefined) got("a global this");`,
  }),
  genome({
    name: "process.binding",
    wants: "the native half of Node",
    body: `got(typeof (globalThis as any).process.binding("fs").open);`,
  }),
  genome({
    name: "eval",
    wants: "to run a string, directly and indirectly",
    body: `
  try { eval("1"); got("direct eval"); } catch {}
  try { (0, eval)("1"); got("indirect eval"); } catch {}`,
  }),
  genome({
    name: "new Function",
    wants: "to run a string as any kind of function",
    body: `
  for (const sample of [function () {}, async function () {}, function* () {}, async function* () {}])
    try { (sample as any).constructor("return 1"); got(sample.constructor.name); } catch {}`,
  }),
  genome({
    name: "what it is handed",
    wants: "an object of the runner behind inputs and emit",
    body: `${climb}
  climb(inputs, "inputs");
  climb(emit, "emit");
  climb(console, "console");
  climb(inputs[0].records(), "a reader");
  climb(await inputs[0].rows().next(), "a row");`,
  }),
  genome({
    name: "errors",
    wants: "an object of the runner behind an error that it made",
    body: `${climb}
  for (const provoke of [
    () => emit("no such table", {}),
    () => emit("master", { value: Symbol("x") as any }),
    () => emit("master", new Proxy({}, { ownKeys() { throw new Error("mine"); } })),
    () => (inputs[0].text as any).call(null, Symbol("x")),
    () => JSON.parse("{"),
  ])
    try { await provoke(); } catch (error) { climb(error, "an error"); }`,
  }),
  genome({
    name: "errors of a full stack",
    wants: "an error of the runner, thrown where its guard cannot run any more",
    body: `${climb}
  const caught = new Set<any>();
  const deeper = (): void => {
    try { deeper(); } catch (error) { caught.add(error); }
    try { console.log(""); emit("master", { entity: "x" }); } catch (error) { if (caught.size < 50) caught.add(error); }
  };
  try { deeper(); } catch {}
  for (const error of caught) climb(error, "an error of a full stack");`,
  }),
  genome({
    name: "promises",
    wants: "the runner's own functions where it waits for a promise",
    before: `
const original = Promise.prototype.then;
const handed: any[] = [];
Promise.prototype.then = function (this: any, ...handlers: any[]) {
  handed.push(...handlers);
  return (original as any).apply(this, handlers);
} as any;`,
    body: `${climb}
  const module: any = import("cleanloop/kit");
  climb(module, "the promise of an import");
  climb(await module, "an imported module");
  climb(import.meta, "import.meta");
  climb(handed, "handlers of a promise");`,
  }),
  genome({
    name: "thenables",
    wants: "the runner to call what it waits for",
    body: `${climb}
  return { get then() { return (...handlers: any[]) => { climb(handlers, "a thenable"); handlers[0](); }; } };`,
  }),
  genome({
    name: "prepareStackTrace",
    wants: "the runner's functions by the places in a stack",
    body: `${climb}
  let places: any[] = [];
  (Error as any).prepareStackTrace = (_: unknown, found: any[]) => { places = found; return ""; };
  void new Error("look").stack;
  for (const place of places)
    for (const ask of ["getThis", "getFunction", "getEvalOrigin"])
      try { climb(place[ask](), ask); } catch {}
  climb(places, "places in a stack");`,
  }),
  genome({
    name: "polluted prototypes",
    wants: "what runs beside it to hand over its objects",
    before: `
const captured: any[] = [];
for (const [owner, name] of [
  [Map.prototype, "get"], [Array.prototype, "map"], [Function.prototype, "call"],
  [Function.prototype, "apply"], [Object, "assign"], [JSON, "parse"], [Array.prototype, Symbol.iterator],
] as [any, any][]) {
  const genuine = owner[name];
  owner[name] = function (this: any, ...given: any[]) {
    if (captured.length < 200) captured[captured.length] = [this, given];
    return Reflect.apply(genuine, this, given);
  };
}
Object.defineProperty(Object.prototype, "path", { get() { captured[captured.length] = this; return undefined; } });`,
    body: `${climb}
  emit("master", { entity: "x" });
  for await (const row of inputs[0].records()) { captured.push(row); break; }
  climb(captured, "a polluted prototype");`,
  }),
  genome({
    name: "patched clock and JSON",
    wants: "the limits to be measured by its own clock",
    before: `
const started = Date.now();
Date.now = () => started;
(globalThis as any).Date = class extends Date { constructor() { super(0); } };
JSON.stringify = () => '{"outcome":"ok"}';
Math.random = () => 0;`,
    body: "  for (;;) Date.now();",
  }),
  genome({
    name: "wasm compile",
    wants: "machine code that nobody has read",
    body: `
  const bytes = new Uint8Array([0, 97, 115, 109, 1, 0, 0, 0]);
  try { new WebAssembly.Module(bytes); got("a compiled module"); } catch {}
  try { await WebAssembly.compile(bytes); got("a compiled module"); } catch {}
  try { await WebAssembly.instantiate(bytes); got("a running module"); } catch {}`,
  }),
];
