import { flatObject } from "../../cells/flat-json.ts";
import { Problem } from "../../domain/problems.ts";
import { maxRowBytes } from "../../sandbox/feed-rows.ts";
import type { PlainCsv } from "./plain-csv.ts";

type Texts = () => AsyncIterable<string>;

interface Item {
  readonly place: string;
  readonly text: string;
}

/** Hands on the flat objects of a JSON text, read twice: first for the names of all columns. */
export const copyJson = async (
  path: string,
  texts: Texts,
  format: "json" | "jsonl",
  to: PlainCsv,
): Promise<string> => {
  const items = (): AsyncGenerator<Item> =>
    format === "json" ? itemsOf(path, texts()) : linesOf(path, texts());
  const names = new Set<string>();
  for await (const { text } of items()) {
    const object = flatObject(text);
    if (object.ok) for (const name of object.cells.keys()) names.add(name);
    if (names.size > 20_000) break; // far more than a header may have
  }
  const columns = [...names];
  to.header(columns);
  let count = 0;
  let refusal: string | undefined;
  for await (const { place, text } of items()) {
    count++;
    const object = flatObject(text);
    if (object.ok) to.row(columns.map((name) => object.cells.get(name) ?? ""));
    else {
      refusal ??= `${place}: ${object.reason}`;
      to.refuse(place, object.reason);
    }
  }
  if (refusal !== undefined && to.count().rows === 0)
    throw Problem.of("bad-input", {
      path,
      finding: `holds no row that can be read; ${refusal}`,
      hint: "a JSON feed is flat objects, one for each row: cleanloop help feeds",
    });
  return `${count} ${format === "json" ? "items" : "lines that are not blank"}`;
};

async function* linesOf(path: string, texts: AsyncIterable<string>): AsyncGenerator<Item> {
  let pending = "";
  let line = 0;
  for await (const text of texts) {
    pending += text;
    let from = 0;
    for (let end = pending.indexOf("\n"); end !== -1; end = pending.indexOf("\n", from)) {
      line++;
      const found = pending.slice(from, end);
      if (found.trim() !== "") yield { place: `line ${line}`, text: found };
      from = end + 1;
    }
    pending = pending.slice(from);
    if (pending.length > maxRowBytes) throw tooLong(path, `line ${line + 1}`);
  }
  if (pending.trim() !== "") yield { place: `line ${line + 1}`, text: pending };
}

/** The items of an array, each cut out by counting brackets outside strings. */
async function* itemsOf(path: string, texts: AsyncIterable<string>): AsyncGenerator<Item> {
  let pending = "";
  let at = 0;
  let depth = 0;
  let isInString = false;
  let count = 0;
  let isOver = false;
  const item = (end: number): Item => ({ place: `item ${count}`, text: pending.slice(0, end) });
  for await (const text of texts) {
    pending += text;
    for (; at < pending.length; at++) {
      const mark = pending[at];
      if (isOver) {
        if (mark?.trim() !== "") throw notArray(path, "something stands behind its end");
      } else if (isInString) {
        if (mark === "\\") at++;
        else if (mark === '"') isInString = false;
      } else if (mark === '"') isInString = true;
      else if (mark === "[" || mark === "{") {
        if (depth++ === 0) {
          if (mark === "{") throw notArray(path, "it is one object");
          pending = pending.slice(at + 1);
          at = -1;
        }
      } else if (mark === "]" || mark === "}") {
        depth--;
        if (depth > 0) continue;
        const isEmpty = count === 0 && pending.slice(0, at).trim() === "";
        isOver = true;
        count++;
        if (!isEmpty) yield item(at);
        pending = pending.slice(at + 1);
        at = -1;
      } else if (mark === "," && depth === 1) {
        count++;
        yield item(at);
        pending = pending.slice(at + 1);
        at = -1;
      }
    }
    if (pending.length > maxRowBytes) throw tooLong(path, `item ${count + 1}`);
  }
  if (!isOver)
    throw notArray(path, count === 0 ? "it has no [" : `it is cut off in item ${count + 1}`);
}

const notArray = (path: string, reason: string): Problem =>
  Problem.of("bad-input", {
    path,
    finding: `is not an array of flat objects: ${reason}`,
    hint: 'a .json feed is [{"column": "cell", …}, …]; one object a line is .jsonl',
  });

const tooLong = (path: string, place: string): Problem =>
  Problem.of("bad-input", {
    path,
    finding: `holds more than ${maxRowBytes} characters in ${place}`,
    hint: "a real row is shorter: look at how it was exported",
  });
