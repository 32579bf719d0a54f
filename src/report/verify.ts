import type { VerifyResult } from "../core/verify/verify.ts";
import { visible } from "../domain/visible.ts";
import { aligned, count, ratio, short, titled } from "./layout.ts";
import type { Style } from "./style.ts";

type Checked = VerifyResult["checks"][number];
type Rescored = NonNullable<VerifyResult["rescored"]>[number];

const longestLine = 400;

/** The checklist, each item with all that it found. */
export const verifyText = ({ ok, checks, rescored }: VerifyResult, style: Style): string[] => [
  ...aligned(
    checks.flatMap((check) => checkRows(check, style)),
    "",
  ),
  ...(rescored ? rescoredText(rescored, style) : []),
  "",
  ok
    ? style.good("All is as it was recorded.")
    : style.bad(
        `${count(faultsIn(checks) + faultsIn(rescored ?? []), "fault")}: see what is marked ✗.`,
      ),
];

const faultsIn = (items: readonly { readonly ok: boolean }[]): number =>
  items.filter(({ ok }) => !ok).length;

const checkRows = ({ name, ok, lines }: Checked, style: Style): string[][] =>
  lines.map((line, at) => [
    at === 0 ? mark(ok, style) : "",
    at === 0 ? name : "",
    (ok ? style.faint : style.bad)(visible(line, longestLine)),
  ]);

const mark = (ok: boolean, style: Style): string => (ok ? style.good("✓") : style.bad("✗"));

const rescoredText = (rescored: readonly Rescored[], style: Style): string[] =>
  titled(
    style.strong("Kept genomes, run and judged again"),
    rescored.length === 0
      ? ["  none was kept yet"]
      : aligned(
          rescored.map(({ ok, round, sha, recorded, detail }) => [
            mark(ok, style),
            `round ${round}`,
            short(sha),
            `fitness ${ratio(recorded.fitness)}`,
            (ok ? style.faint : style.bad)(visible(detail, longestLine)),
          ]),
        ),
  );

export const verifyJson = ({ ok, checks, rescored }: VerifyResult) => ({
  ok,
  checks: checks.map(({ name, ok, lines }) => ({ name, ok, detail: lines.join("; ") })),
  ...(rescored ? { rescored } : {}),
});
