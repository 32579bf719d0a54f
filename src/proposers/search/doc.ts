/** Code before it is laid out: text, or a list between brackets, or several of them in a row. */
export type Doc = string | Brackets | Choice | readonly Doc[];

interface Choice {
  readonly when: Doc;
  readonly yes: Doc;
  readonly no: Doc;
}

interface Brackets {
  readonly open: string;
  readonly items: readonly Doc[];
  readonly close: string;
  /** Objects have a blank inside their braces. */
  readonly pad: string;
}

/** How long the formatter lets a line be. */
export const sourceWidth = 100;

export const call = (name: string, ...items: readonly Doc[]): Doc => ({
  open: `${name}(`,
  items,
  close: ")",
  pad: "",
});
export const list = (items: readonly Doc[]): Doc => ({ open: "[", items, close: "]", pad: "" });
export const object = (items: readonly Doc[]): Doc =>
  items.length === 0 ? "{}" : { open: "{", items, close: "}", pad: " " };

const isBrackets = (doc: Doc): doc is Brackets => typeof doc === "object" && "open" in doc;

const isChoice = (doc: Doc): doc is Choice => typeof doc === "object" && "when" in doc;

/** The code on one line. */
export const flat = (doc: Doc): string => {
  if (typeof doc === "string") return doc;
  if (isChoice(doc)) return `${flat(doc.when)} ? ${flat(doc.yes)} : ${flat(doc.no)}`;
  if (!isBrackets(doc)) return doc.map(flat).join("");
  return `${doc.open}${doc.pad}${doc.items.map(flat).join(", ")}${doc.pad}${doc.close}`;
};

/**
 * The code as the formatter would lay it out: on one line where it fits, else the last brackets
 * are opened. `used` is what stands on the line before it, `after` what must follow on the last.
 */
export const laidOut = (doc: Doc, indent: number, used: number, after = 0): string => {
  const line = flat(doc);
  if (used + line.length + after <= sourceWidth || typeof doc === "string") return line;
  if (isChoice(doc)) return chosen(doc, indent, after);
  if (isBrackets(doc)) return opened(doc, indent, used, after);
  return inARow(doc, indent, used, after);
};

const inARow = (docs: readonly Doc[], indent: number, used: number, after: number): string => {
  const last = docs.findLastIndex((doc) => typeof doc !== "string");
  if (last < 0) return flat(docs);
  const head = docs.slice(0, last).map(flat).join("");
  const tail = docs
    .slice(last + 1)
    .map(flat)
    .join("");
  return head + laidOut(docs[last] ?? "", indent, used + head.length, after + tail.length) + tail;
};

const chosen = ({ when, ...either }: Choice, indent: number, after: number): string => {
  const inner = indent + 2;
  const start = `\n${" ".repeat(inner)}`;
  const yes = laidOut(either.yes, inner, inner + 2);
  const no = laidOut(either.no, inner, inner + 2, after);
  return `${flat(when)}${start}? ${yes}${start}: ${no}`;
};

const opened = (doc: Brackets, indent: number, used: number, after: number): string => {
  const inner = indent + 2;
  const hugged = hugging(doc, indent, used, after);
  if (hugged !== null) return hugged;
  const lines = doc.items.map((item) => `${" ".repeat(inner)}${laidOut(item, inner, inner, 1)},\n`);
  return `${doc.open}\n${lines.join("")}${" ".repeat(indent)}${doc.close}`;
};

/** `f(a, {` … `})`: the last argument alone is opened when it is an object or a list. */
const hugging = (doc: Brackets, indent: number, used: number, after: number): string | null => {
  const last = doc.items.at(-1);
  if (!doc.close.startsWith(")") || last === undefined || !isBrackets(last)) return null;
  if (last.close !== "}" && last.close !== "]") return null;
  const head = `${doc.open}${doc.items
    .slice(0, -1)
    .map((item) => `${flat(item)}, `)
    .join("")}`;
  if (used + head.length + 1 > sourceWidth) return null;
  return head + laidOut(last, indent, used + head.length, after + 1) + doc.close;
};

/** A comment of one line, whatever the names and values in it are. */
export const remark = (words: string): string => `// ${words.replaceAll(/\s+/g, " ").trim()}`;

/** A text as the formatter quotes it: in single quotes where that spares escapes. */
export const quoted = (text: string): string => {
  const isPlain = !JSON.stringify(text.replaceAll('"', "")).includes("\\");
  return isPlain && text.includes('"') && !text.includes("'") ? `'${text}'` : JSON.stringify(text);
};

const identifier = /^[\p{ID_Start}_$][\p{ID_Continue}$]*$/u;

export const member = (column: string): string =>
  identifier.test(column) ? `.${column}` : `[${quoted(column)}]`;

export const property = (column: string): string =>
  identifier.test(column) ? column : quoted(column);
