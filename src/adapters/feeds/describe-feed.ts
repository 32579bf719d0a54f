import { closeSync, openSync, readSync, statSync } from "node:fs";
import { layoutOf } from "../../cells/feed-layout.ts";
import { headerIn } from "../../cells/header-row.ts";
import {
  decidedValue,
  type FeedReading,
  type FeedRule,
  isDelimited,
  isText,
  type Known,
  type RuleInForce,
  type Told,
} from "../../domain/feed-reading.ts";
import { Problem } from "../../domain/problems.ts";
import { reasonOf } from "../error-reasons.ts";
import { sheetsApart } from "./apart.ts";
import { decoderFor, EncodingWitness } from "./encodings.ts";
import { feedBytes } from "./feed-bytes.ts";
import { formatOf } from "./feed-format.ts";
import type { SheetLook } from "./workbook-rows.ts";

/** So much of a feed's beginning shows how its lines are laid out. */
const sampleBytes = 131_072;

/** How a file is read as a feed: said by the rule, found by looking at the file, or left open. */
export const describeFeed = async (
  path: string,
  said: RuleInForce | null = null,
): Promise<FeedReading> => {
  const gzip = holdsGzip(path);
  const { sample, witness } = await look(path, gzip);
  const format = formatOf(path, sample, said);
  return isText(format.value)
    ? textReading(path, { format, gzip }, { sample, witness }, said)
    : format.value === "xlsx"
      ? workbookReading(path, { format, gzip }, said)
      : { ...nothing, format, gzip, decimal: saidIn(said, "decimal"), header: null };
};

/** Says which words of the arena a setting comes from. */
const saidIn = <Key extends keyof FeedRule>(
  said: RuleInForce | null,
  key: Key,
): Known<NonNullable<FeedRule[Key]>> | null => {
  const value = said?.rule[key];
  return said === null || value === undefined || value === null ? null : { value, from: said.from };
};

interface Look {
  /** The first bytes, unpacked. */
  readonly sample: Buffer;
  readonly witness: EncodingWitness;
}

const look = async (path: string, gzip: boolean): Promise<Look> => {
  const witness = new EncodingWitness();
  const first: Buffer[] = [];
  let size = 0;
  for await (const chunk of feedBytes(path, gzip)) {
    if (size < sampleBytes) first.push(chunk);
    size += chunk.length;
    if (isBinary(first[0])) break;
    witness.take(chunk);
  }
  if (!isBinary(first[0]) && witness.needsSecondLook)
    for await (const chunk of feedBytes(path, gzip)) witness.takeAgain(chunk);
  return { sample: Buffer.concat(first).subarray(0, sampleBytes), witness };
};

const binaryBeginnings = ["PAR1", "PK\u0003\u0004", "\u00d0\u00cf\u0011\u00e0"];

const isBinary = (first: Buffer | undefined): boolean =>
  first !== undefined && binaryBeginnings.includes(first.toString("latin1", 0, 4));

const holdsGzip = (path: string): boolean => {
  try {
    if (!statSync(path).isFile())
      throw Problem.of("cannot-read", { path, reason: "it is not a plain file" });
    const file = openSync(path, "r");
    try {
      const head = Buffer.alloc(2);
      return readSync(file, head) === 2 && head[0] === 0x1f && head[1] === 0x8b;
    } finally {
      closeSync(file);
    }
  } catch (error) {
    if (error instanceof Problem) throw error;
    throw Problem.of("cannot-read", { path, reason: reasonOf(error) });
  }
};

const nothing = { delimiter: null, quote: null, encoding: null, sheet: null } as const;

const textReading = (
  path: string,
  { format, gzip }: Pick<FeedReading, "format" | "gzip">,
  { sample, witness }: Look,
  said: RuleInForce | null,
): FeedReading => {
  const encoding = encodingOf(path, witness, saidIn(said, "encoding"));
  const known = { ...nothing, format, gzip, encoding };
  if (!isDelimited(format.value))
    return { ...known, decimal: saidIn(said, "decimal"), header: null };
  const text = sampleText(sample, encoding);
  if (text.includes("\r") && !text.includes("\n"))
    throw Problem.of("bad-input", {
      path,
      finding: "ends its lines with a carriage return alone",
      hint: "convert it: tr '\\r' '\\n' < OLD.csv > NEW.csv",
    });
  const tab = said?.rule.format?.startsWith("tsv") ? { value: "\t", from: said.from } : null;
  const layout = layoutOf(text, {
    delimiter: saidIn(said, "delimiter") ?? tab,
    quote: saidIn(said, "quote"),
    header: saidIn(said, "header"),
    decimal: saidIn(said, "decimal"),
  });
  return { ...known, ...layout };
};

const encodingOf = (
  path: string,
  witness: EncodingWitness,
  said: Known<string> | null,
): Exclude<Told<string>, null> => {
  const { mark } = witness;
  if (said !== null) {
    const label = said.value.toLowerCase();
    if (mark !== null && (label === "utf-16" || label === mark)) return { ...said, value: mark };
    if (mark === null) return said;
    throw Problem.of("bad-input", {
      path,
      finding: `begins with the byte order mark of ${mark}, and ${said.from} says ${said.value}`,
      hint: "say that encoding in arena.json, or none: it is found by looking",
    });
  }
  const told = witness.tell();
  if (told !== null) return told;
  throw Problem.of("bad-input", {
    path,
    finding: "holds NUL bytes, so it is not text",
    hint: "export the feed again, or list it under ignore in arena.json",
  });
};

/** Whole lines only; what is broken in them is told when the feed is read. */
const sampleText = (sample: Buffer, encoding: Exclude<Told<string>, null>): string => {
  const label = decidedValue(encoding) ?? "latin1";
  const whole = sample.length < sampleBytes;
  const text = looseText(sample, label).replace(/^\ufeff/, "");
  return whole ? text : text.slice(0, text.lastIndexOf("\n") + 1) || text;
};

const looseText = (sample: Buffer, label: string): string => {
  try {
    return decoderFor(label)(sample, false);
  } catch {
    return sample.toString("latin1");
  }
};

const workbookReading = async (
  path: string,
  known: Pick<FeedReading, "format" | "gzip">,
  said: RuleInForce | null,
): Promise<FeedReading> => {
  const sheets = await sheetsApart(path, known.gzip);
  const sheet = sheetOf(path, sheets, saidIn(said, "sheet"));
  const name = "value" in sheet ? sheet.value : sheet.either[0].value;
  const rows = sheets.find((one) => one.name === name)?.first ?? [];
  const header = saidIn(said, "header") ?? headerIn(rows);
  return { ...nothing, ...known, decimal: saidIn(said, "decimal"), header, sheet };
};

const sheetOf = (
  path: string,
  sheets: readonly SheetLook[],
  said: Known<string | number> | null,
): Exclude<Told<string>, null> => {
  if (said !== null) {
    const found =
      typeof said.value === "number"
        ? sheets[said.value - 1]
        : sheets.find(({ name }) => name === said.value);
    if (found) return { value: found.name, from: said.from };
    throw Problem.of("bad-input", {
      path,
      finding: `has no sheet ${JSON.stringify(said.value)}`,
      hint: `its sheets: ${sheets.map(({ name }) => JSON.stringify(name)).join(", ")}`,
    });
  }
  const [first, second] = sheets.filter(({ filledRows }) => filledRows > 0);
  if (first && second) return { either: [possibleSheet(first), possibleSheet(second)] };
  const only = first ?? sheets[0];
  return { value: only?.name ?? "", from: "the only sheet with rows in it" };
};

const possibleSheet = ({ name, filledRows }: SheetLook) => ({
  value: name,
  means: `${filledRows} rows`,
});
