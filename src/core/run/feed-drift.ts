import { type DriftFinding, type DriftRules, driftPolicyFor } from "../../domain/drift.ts";
import type { GivenFeed } from "../../domain/ports/files.ts";
import type { Workspace } from "../../domain/ports/ports.ts";
import type { InputFile } from "../../domain/run.ts";
import { visible } from "../../domain/visible.ts";
import { ColumnProfile } from "../../policy/drift/column-profile.ts";
import { columnDrift, isAcceptedBy } from "../../policy/drift/compare-columns.ts";
import { mostLike } from "./input-columns.ts";

/** What the feeds of a run are like beside the arena's, and what becomes of each. */
export interface FeedDrift {
  readonly findings: readonly DriftFinding[];
  /** Names of feeds that this run must leave out. */
  readonly quarantined: ReadonlySet<string>;
  /** One sentence each, of feeds with which nothing may be published. */
  readonly failing: readonly string[];
  readonly warnings: readonly string[];
}

/** Holds each feed against the arena's feed that it is most like, column by column. */
export const feedDrift = async (
  workspace: Workspace,
  feeds: readonly GivenFeed[],
  accept: boolean,
): Promise<FeedDrift> => {
  const { ports, project } = workspace;
  const known = (await ports.feeds.open()).map((feed) => profileOf(workspace, feed));
  const found = feeds.flatMap((feed) => driftOf(known, profileOf(workspace, feed)));
  const accepted = ports.acceptedDrift.read();
  const left = found.filter((one) => !accepted.some((before) => isAcceptedBy(before, one)));
  const { true: grave = [], false: slight = [] } = groupByGrave(left);
  if (!accept || grave.length === 0) return outcomeOf(left, project.feeds.drift);
  ports.acceptedDrift.add(grave);
  return { ...outcomeOf(slight, project.feeds.drift), findings: left };
};

const groupByGrave = (findings: readonly DriftFinding[]) => ({
  true: findings.filter(isGrave),
  false: findings.filter((one) => !isGrave(one)),
});

const isGrave = ({ grade }: DriftFinding): boolean => grade !== "notice";

const outcomeOf = (findings: readonly DriftFinding[], rules: DriftRules): FeedDrift => {
  const grave = findings.filter(isGrave);
  const under = (policy: string): readonly DriftFinding[] =>
    grave.filter(({ feed }) => driftPolicyFor(feed, rules) === policy);
  const quarantined = new Set(under("quarantine").map(({ feed }) => feed));
  return {
    findings,
    quarantined,
    failing: under("fail").map(driftText),
    warnings: [
      ...under("warn").map(driftText),
      ...[...quarantined].map((feed) => {
        const reasons = under("quarantine")
          .filter((one) => one.feed === feed)
          .map(driftText);
        return `${visible(feed, 100)} was left out, for it has drifted: ${reasons.join("; ")}`;
      }),
    ],
  };
};

interface Profile {
  readonly name: string;
  readonly header: readonly string[];
  readonly columns: readonly ColumnProfile[];
}

/** Of a large feed, each tenth row says enough. */
const allRowsUpTo = 100_000;

const profileOf = ({ ports }: Workspace, feed: InputFile): Profile => {
  let header: readonly string[] | null = null;
  let columns: ColumnProfile[] = [];
  let row = 0;
  for (const cells of ports.feeds.rows(feed)) {
    if (header === null) {
      header = cells;
      columns = cells.map(() => new ColumnProfile());
    } else if (row++ < allRowsUpTo || row % 10 === 0)
      if (cells.some((cell) => cell.trim() !== ""))
        for (const [at, column] of columns.entries()) column.see(cells[at] ?? "");
  }
  return { name: feed.name, header: header ?? [], columns };
};

const driftOf = (known: readonly Profile[], now: Profile): readonly DriftFinding[] => {
  const like = mostLike(known, now);
  if (!like) return [];
  return now.header.flatMap((column, at) => {
    const [before, after] = [like.columns[like.header.indexOf(column)], now.columns[at]];
    if (!before || !after) return [];
    return columnDrift(before, after).map((one) => ({
      feed: now.name,
      like: like.name,
      column,
      ...one,
    }));
  });
};

export const driftText = ({
  feed,
  column,
  kind,
  share,
  seen,
  before,
  like,
}: DriftFinding): string => {
  const where = `${visible(feed, 100)}, ${visible(column, 40)}`;
  const shown = seen.map((one) => `"${visible(one, 40)}"`).join(", ");
  const part = `${Math.max(0.1, Math.round(share * 1000) / 10)} % of its cells`;
  switch (kind) {
    case "new-values":
      return `${where}: values that ${like} does not have in ${part}, such as ${shown}`;
    case "new-formats":
      return `${where}: written as ${like} has nothing written in ${part}: ${shown}`;
    case "blank-share":
      return `${where}: ${seen.join()} blank, in ${like} ${before}`;
    case "range":
      return `${where}: numbers from ${seen.join()}, in ${like} from ${before}`;
    case "ambiguous-numbers":
      return `${where}: numbers that may be read in two ways in ${part}, such as ${shown}`;
  }
};
