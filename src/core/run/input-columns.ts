import type { Check } from "../../domain/evaluation.ts";
import type { Workspace } from "../../domain/ports/ports.ts";
import type { InputFile } from "../../domain/run.ts";
import { visible } from "../../domain/visible.ts";

/** What a feed's header lacks, or has beside what the arena knows. */
interface ColumnDifference {
  readonly feed: string;
  /** The feed of the arena that it is most like. */
  readonly like: string;
  readonly missing: readonly string[];
  readonly added: readonly string[];
}

interface Headed {
  readonly name: string;
  readonly header: readonly string[];
}

/** The header of each feed of the arena. */
export const arenaHeaders = async ({ ports }: Workspace): Promise<readonly Headed[]> =>
  (await ports.feeds.open()).map((feed) => headed({ ports }, feed));

const headed = (workspace: Pick<Workspace, "ports">, feed: InputFile): Headed => ({
  name: feed.name,
  header: headerOf(workspace, feed),
});

export const headerOf = (
  { ports }: Pick<Workspace, "ports">,
  feed: InputFile,
): readonly string[] => {
  for (const header of ports.feeds.rows(feed)) return header;
  return [];
};

/** Holds each feed's columns against those of the arena's feed that it is most like. */
export const columnDifferences = (
  workspace: Workspace,
  known: readonly Headed[],
  feeds: readonly InputFile[],
): readonly ColumnDifference[] =>
  feeds.flatMap((feed) => {
    const { name, header } = headed(workspace, feed);
    const like = mostLike(known, { name, header });
    if (!like) return [];
    const missing = like.header.filter((column) => !header.includes(column));
    const added = header.filter((column) => !like.header.includes(column));
    return missing.length + added.length === 0
      ? []
      : [{ feed: name, like: like.name, missing, added }];
  });

/** The one of the same name, else the one that shares most columns and has fewest others. */
export const mostLike = <Known extends Headed>(
  known: readonly Known[],
  { name, header }: Headed,
): Known | undefined => {
  const shared = (one: Headed): number =>
    one.header.filter((column) => header.includes(column)).length;
  return (
    known.find((one) => one.name === name) ??
    [...known].sort((a, b) => shared(b) - shared(a) || a.header.length - b.header.length)[0]
  );
};

/** As a check, or as warnings, as the operator wishes. */
export const columnFindings = (
  differences: readonly ColumnDifference[],
  how: "strict" | "warn",
): { readonly checks: readonly Check[]; readonly warnings: readonly string[] } => {
  const sentences = differences.map(differenceText);
  if (how === "warn") return { checks: [], warnings: sentences };
  const detail = sentences.length === 0 ? "each feed has the columns that the arena knows" : "";
  const name = "has_known_columns";
  return {
    checks: [{ name, passed: sentences.length === 0, detail: detail || sentences.join("; ") }],
    warnings: [],
  };
};

const differenceText = ({ feed, like, missing, added }: ColumnDifference): string =>
  [
    `${feed}, held against ${like} of the arena,`,
    ...(missing.length > 0 ? [`lacks ${listed(missing)}`] : []),
    ...(missing.length > 0 && added.length > 0 ? ["and"] : []),
    ...(added.length > 0 ? [`has new ${listed(added)}`] : []),
  ].join(" ");

const listed = (names: readonly string[]): string =>
  names
    .slice(0, 8)
    .map((name) => `"${visible(name, 40)}"`)
    .join(", ") + (names.length > 8 ? ` and ${names.length - 8} more` : "");
