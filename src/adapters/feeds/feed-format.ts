import { basename } from "node:path";
import type { FeedFormat, Known, RuleInForce } from "../../domain/feed-reading.ts";
import { Problem } from "../../domain/problems.ts";

const byEnding: Record<string, FeedFormat> = {
  csv: "csv",
  tsv: "tsv",
  tab: "tsv",
  jsonl: "jsonl",
  ndjson: "jsonl",
  json: "json",
  parquet: "parquet",
  xlsx: "xlsx",
};

/** The format that a file's name stands for; undefined for a name that no feed has. */
export const formatByName = (name: string): FeedFormat | undefined =>
  byEnding[/\.([a-z]+)(\.gz)?$/i.exec(name)?.[1]?.toLowerCase() ?? ""];

/** What a file is: what its first bytes say goes before its name. */
export const formatOf = (
  path: string,
  sample: Buffer,
  said: RuleInForce | null,
): Known<FeedFormat> => {
  const inBytes = binaryFormat(path, sample);
  const wanted = wantedFormat(path, said);
  if (inBytes) {
    if (wanted?.value === inBytes) return wanted;
    if (wanted && wanted.from === said?.from) throw notThat(path, wanted.value, inBytes);
    return { value: inBytes, from: "its first bytes" };
  }
  if (wanted === null)
    throw Problem.of("bad-input", {
      path,
      finding: "has a name that tells no format",
      hint: `say it in arena.json: "feeds": { ${JSON.stringify(basename(path))}: { "format": "csv" } }`,
    });
  if (wanted.value === "parquet" || wanted.value === "xlsx")
    throw notThat(path, wanted.value, undefined);
  return wanted.from === said?.from ? wanted : textFormat(sample, wanted);
};

const wantedFormat = (path: string, said: RuleInForce | null): Known<FeedFormat> | null => {
  const rule = said?.rule.format;
  if (said && rule)
    return {
      value: rule.replace(/\.gz$/, "") as FeedFormat,
      from: said.from,
    };
  const named = formatByName(basename(path));
  return named ? { value: named, from: "its name" } : null;
};

const formatNames: Partial<Record<FeedFormat, string>> = {
  parquet: "a Parquet file",
  xlsx: "an Excel workbook (.xlsx)",
};

const notThat = (path: string, wanted: FeedFormat, found: FeedFormat | undefined): Problem =>
  Problem.of("bad-input", {
    path,
    finding: `does not begin as ${formatNames[wanted] ?? `a ${wanted} file`} does${found ? `; its bytes are those of ${formatNames[found]}` : ""}`,
    hint: "export it again, or name it and describe it as what it is",
  });

const binaryFormat = (path: string, sample: Buffer): FeedFormat | undefined => {
  const head = sample.toString("latin1", 0, 4);
  if (head === "PAR1") return "parquet";
  if (head === "PK\u0003\u0004") return "xlsx";
  if (head === "\u00d0\u00cf\u0011\u00e0")
    throw Problem.of("bad-input", {
      path,
      finding: "is an old Excel file (.xls) or a protected one",
      hint: "save it as .xlsx without a password, or as CSV",
    });
  return undefined;
};

/** JSON gives itself away by its first mark, whatever the file is called. */
const textFormat = (sample: Buffer, named: Known<FeedFormat>): Known<FeedFormat> => {
  const text = sample
    .toString("utf8")
    .replaceAll("\0", "")
    .replace(/^[\ufeff\ufffd]+/, "")
    .trimStart();
  const isJson = named.value === "json" || named.value === "jsonl";
  if (isJson && text.startsWith("["))
    return named.value === "json" ? named : { value: "json", from: "its first mark, [" };
  if (text.startsWith("{") && isObject(text.split("\n")[0] ?? ""))
    return named.value === "jsonl" ? named : { value: "jsonl", from: "its first line, an object" };
  if (!isJson && /^\[\s*\{/.test(text)) return { value: "json", from: "its first marks, [{" };
  return named;
};

const isObject = (line: string): boolean => {
  try {
    return typeof JSON.parse(line) === "object";
  } catch {
    return false;
  }
};
