import { untagged } from "../../../cells/typing.ts";
import type { NumberSource } from "../column-sources.ts";
import type { Cells } from "../readers/example.ts";
import {
  type Decimal,
  type Grouping,
  groupingOf,
  OwnCodes,
  ownColumn,
  type WrittenNumber,
  writtenNumber,
} from "../readers/written-number.ts";
import { type CopyState, type Disturb, firstThatWorks, freeNumbers } from "./disturbance.ts";

/** A change of how the number is written, for numbers that the cell surely says. */
const rewriting =
  (
    change: (
      state: CopyState,
      columnSource: NumberSource,
      number: WrittenNumber,
    ) => WrittenNumber | null,
  ): Disturb =>
  (state) =>
    firstThatWorks(state, freeNumbers(state), (columnSource) => {
      const { column, reader } = columnSource;
      const number = writtenNumber(state.cells[column] ?? "", new OwnCodes(state.cells, column));
      if (number === null || reader.read(state.cells) === null) return null;
      const changed = change(state, columnSource, number);
      return changed && { [column]: rendered(changed, state.cells) };
    });

export const thousands = rewriting((state, { reader }, number) => {
  const present = groupingOf(number.digits, reader.decimal);
  const others = reader.groupings.filter((one) => one !== present && one !== "exponent");
  const grouping = state.random.oneOf(others);
  if (grouping === undefined) return null;
  return { ...number, digits: regrouped(number.digits, reader.decimal, grouping) };
});

const isSymbol = (token: string): boolean => ownColumn(token) === null && !/\p{L}/u.test(token);

export const symbols = rewriting((state, { reader }, number) =>
  withTokens(state, number, reader.before(state.source), reader.after(state.source), isSymbol),
);

export const codes = rewriting((state, { reader }, number) =>
  withTokens(
    state,
    number,
    reader.before(state.source),
    reader.after(state.source),
    (token) => !isSymbol(token),
  ),
);

/** Something else in front of the number or behind it; what is there now may go where that is shown. */
const withTokens = (
  { random }: CopyState,
  number: WrittenNumber,
  before: readonly string[],
  after: readonly string[],
  isMeant: (token: string) => boolean,
): WrittenNumber | null => {
  const choices = [
    ...others(before, number.before, isMeant).map((token) => ({ ...number, before: token })),
    ...others(after, number.after, isMeant).map((token) => ({ ...number, after: token })),
  ];
  return random.oneOf(choices) ?? null;
};

const others = (
  tokens: readonly string[],
  present: string,
  isMeant: (token: string) => boolean,
): string[] =>
  tokens.filter((token) => token !== present && isMeant(token === "" ? present : token));

/** A negative number with its minus elsewhere. */
export const minusElsewhere = rewriting((state, { reader }, number) => {
  if (number.sign === "none") return null;
  const signs = reader.signs.filter((sign) => sign !== "none" && sign !== number.sign);
  const sign = state.random.oneOf(signs);
  return sign === undefined ? null : { ...number, sign };
});

/** With an exponent, where the arena itself writes some so. */
export const knownExponent = rewriting((state, { reader, gold }, number) => {
  if (!reader.groupings.includes("exponent") || reader.decimal !== "point") return null;
  const digits = withExponent(untagged(state.source.answer[gold] ?? ""));
  return digits === null ? null : { ...number, digits: digits.replace("-", "") };
});

const regrouped = (digits: string, decimal: Decimal, grouping: Grouping): string => {
  const point = decimal === "point" ? "." : ",";
  const [whole = "", fraction] = digits.split(point);
  const mark = grouping === "plain" ? "" : grouping;
  const bare = whole.replace(/\D/g, "").replace(/\B(?=(?:\d{3})+$)/g, mark);
  return fraction === undefined ? bare : `${bare}${point}${fraction}`;
};

export const rendered = ({ sign, before, after, digits }: WrittenNumber, cells: Cells): string => {
  const front = spelled(before, cells);
  const back = spelled(after, cells);
  const gap = /[\p{L}.]$/u.test(front) ? " " : "";
  const rear = /^\p{L}/u.test(back) ? ` ${back}` : back;
  const minus = (at: WrittenNumber["sign"]): string => (sign === at ? "-" : "");
  const text = `${minus("leading")}${front}${gap}${minus("inner")}${digits}${minus("trailing")}${rear}`;
  return sign === "brackets" ? `(${text})` : text;
};

const spelled = (token: string, cells: Cells): string => {
  const own = ownColumn(token);
  return own === null ? token : (cells[own] ?? "").trim().toUpperCase();
};

/** 1250.5 as 1.2505e3; null for what is too small to need one. */
export const withExponent = (value: string): string | null => {
  const [, sign = "", whole = "", fraction = ""] = /^(-?)(\d{2,15})(?:\.(\d+))?$/.exec(value) ?? [];
  if (whole === "") return null;
  const digits = `${whole.slice(1)}${fraction}`.replace(/0+$/, "");
  return `${sign}${whole[0]}${digits === "" ? "" : `.${digits}`}e${whole.length - 1}`;
};
