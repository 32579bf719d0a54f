/**
 * Sets one value in the text of a JSON object, such as `["limits", "memoryMb"]`; every other
 * character stays as its author wrote it. The text must be sound JSON, and each name but the last,
 * where it is there, must name an object.
 */
export const withValue = (text: string, path: readonly string[], value: unknown): string =>
  setIn(text, text.indexOf("{"), path, value);

const setIn = (text: string, open: number, path: readonly string[], value: unknown): string => {
  const [name = "", ...rest] = path;
  const object = objectAt(text, open);
  const member = object.members.findLast(({ key }) => key === name);
  if (!member) return withMember(text, object, name, nested(rest, value));
  if (rest.length > 0) return setIn(text, member.valueFrom, rest, value);
  return spliced(text, member.valueFrom, member.valueTo, JSON.stringify(value));
};

const nested = (path: readonly string[], value: unknown): unknown =>
  path.reduceRight((inner, name) => ({ [name]: inner }), value);

interface Member {
  readonly key: string;
  readonly keyFrom: number;
  readonly valueFrom: number;
  readonly valueTo: number;
}

interface ObjectText {
  readonly open: number;
  readonly close: number;
  readonly members: readonly Member[];
}

const tokens = /"(?:[^"\\]|\\.)*"|[{}[\],:]|[^\s{}[\],:"]+/g;

const objectAt = (text: string, open: number): ObjectText => {
  const members: Member[] = [];
  let member: Member | null = null;
  let depth = 0;
  for (const { 0: token, index } of text.slice(open).matchAll(tokens)) {
    const at = open + index;
    if (token === "}" || token === "]") depth--;
    const over = depth === 0 && at > open;
    if (member && (over || (depth === 1 && token === ","))) {
      members.push(member);
      member = null;
    } else if (member) member = grown(member, token, at);
    else if (depth === 1 && !over)
      member = { key: JSON.parse(token), keyFrom: at, valueFrom: at, valueTo: at };
    if (over) return { open, close: at, members };
    if (token === "{" || token === "[") depth++;
  }
  throw new Error("the text of an object ends before the object does");
};

/** A value begins behind the colon and ends with the last token before the next comma. */
const grown = (member: Member, token: string, at: number): Member => {
  const begun = member.valueFrom > member.keyFrom;
  if (!begun && token === ":") return member;
  return { ...member, valueFrom: begun ? member.valueFrom : at, valueTo: at + token.length };
};

/** Laid out as the members before it are. */
const withMember = (text: string, object: ObjectText, name: string, value: unknown): string => {
  const { open, close, members } = object;
  const last = members.at(-1);
  if (!last) {
    const outer = /[^\S\n]*/.exec(text.slice(text.lastIndexOf("\n", open) + 1))?.[0] ?? "";
    const gap = `\n${outer}  `;
    return spliced(text, open + 1, close, `${gap}${memberText(name, value, gap)}\n${outer}`);
  }
  const gap = /\s*$/.exec(text.slice(0, last.keyFrom))?.[0] ?? "";
  return spliced(text, last.valueTo, last.valueTo, `,${gap}${memberText(name, value, gap)}`);
};

const memberText = (name: string, value: unknown, gap: string): string => {
  const [line = "", indent = ""] = /\n([^\n]*)$/.exec(gap) ?? [];
  const written = JSON.stringify(value, null, line === "" ? 0 : indent || 2);
  return `${JSON.stringify(name)}: ${written.replaceAll("\n", gap)}`;
};

const spliced = (text: string, from: number, to: number, by: string): string =>
  text.slice(0, from) + by + text.slice(to);
