import { type DateOrder, parseDate } from "../../kit/index.ts";
import type { Chain } from "./branches.ts";
import type { Expr } from "./expr.ts";
import type { ColumnTask } from "./task.ts";
import { textOf } from "./typed.ts";

const fewTelling = 2;

/**
 * Days and months that could as well be the other way round, where no more than a row or two tell
 * which comes first: said with the step, since a person knows at a glance.
 */
export const orderDoubt = ({ branches }: Chain, task: ColumnTask): string => {
  const doubts = branches.flatMap(({ expr }) => {
    const order = orderIn(expr);
    const source = task.sources.find(({ name }) => name === expr.sources[0]);
    if (order === null || source === undefined) return [];
    const isOpen = (cell: string): boolean => readsOtherwise(cell, order);
    const [known, all] = [task.pairs, task.all].map((frame) =>
      frame.vector(source.expr).map(textOf),
    );
    // A cell that only one order reads settles it for the column.
    const isSettled = all?.some((cell) => isOnlyRead(cell, order)) ?? false;
    const telling = known?.filter(isOpen).length ?? 0;
    const open = all?.filter(isOpen).length ?? 0;
    if (isSettled || open === 0 || telling > fewTelling) return [];
    const first = order === "dmy" ? "the day" : "the month";
    return [
      `; ${telling === 0 ? "no row tells" : `only ${telling} of the known rows ${telling === 1 ? "tells" : "tell"}`} that ${first} comes first in ${source.name}, ${open} could be read either way`,
    ];
  });
  return doubts[0] ?? "";
};

const orderIn = ({ key }: Expr): Exclude<DateOrder, "ymd"> | null => {
  const [, order] = /parseDate\(.*order: "(dmy|mdy)"/.exec(key) ?? [];
  return order === "dmy" || order === "mdy" ? order : null;
};

const turned = { dmy: "mdy", mdy: "dmy" } as const;

const readsOtherwise = (cell: string, order: "dmy" | "mdy"): boolean => {
  const [own, other] = [parseDate(cell, { order }), parseDate(cell, { order: turned[order] })];
  return own !== null && other !== null && own !== other;
};

const isOnlyRead = (cell: string, order: "dmy" | "mdy"): boolean =>
  parseDate(cell, { order }) !== null && parseDate(cell, { order: turned[order] }) === null;
