/** A flat JSON object as names and texts, numbers as they are written; else why it is none. */
export type FlatObject =
  | { readonly ok: true; readonly cells: ReadonlyMap<string, string> }
  | { readonly ok: false; readonly reason: string };

const token =
  /\s*(?:("(?:[^"\\]|\\.)*")|(-?\d+(?:\.\d+)?(?:[eE][-+]?\d+)?)|(true|false|null)|([{}[\],:]))/y;

/** Reads without recursion, so nesting costs nothing: the first nested value ends it. */
export const flatObject = (text: string): FlatObject => {
  token.lastIndex = 0;
  const next = (): RegExpExecArray | null => token.exec(text);
  const cells = new Map<string, string>();
  const first = next();
  if (first?.[4] !== "{")
    return refused(text.trim() === "" ? "it is blank" : "it is not an object");
  for (let mark = next(); ; mark = next()) {
    if (mark?.[4] === "}" && cells.size === 0) break;
    const name = unquoted(mark?.[1]);
    if (name === undefined || next()?.[4] !== ":") return refused("it is not JSON");
    const value = next();
    if (value?.[4] === "{" || value?.[4] === "[")
      return refused(`${JSON.stringify(name)} holds ${value[4] === "{" ? "an object" : "a list"}`);
    const cell = cellOf(value);
    if (cell === undefined) return refused("it is not JSON");
    if (cells.has(name)) return refused(`${JSON.stringify(name)} is there twice`);
    cells.set(name, cell);
    const after = next()?.[4];
    if (after === "}") break;
    if (after !== ",") return refused("it is not JSON");
  }
  return text.slice(token.lastIndex).trim() === ""
    ? { ok: true, cells }
    : refused("something stands behind the object");
};

const refused = (reason: string): FlatObject => ({ ok: false, reason });

const cellOf = (found: RegExpExecArray | null): string | undefined => {
  const [, quoted, number, word] = found ?? [];
  if (quoted !== undefined) return unquoted(quoted);
  return number ?? (word === "null" ? "" : word);
};

const unquoted = (quoted: string | undefined): string | undefined => {
  try {
    return quoted === undefined ? undefined : JSON.parse(quoted);
  } catch {
    return undefined;
  }
};
