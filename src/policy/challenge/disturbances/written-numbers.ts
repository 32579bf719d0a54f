import { untagged } from "../../../cells/typing.ts";
import type { NumberCarrier } from "../carriers.ts";
import type { Cells } from "../readings/example.ts";
import {
  type Decimal,
  type Grouping,
  groupingOf,
  OwnCodes,
  ownColumn,
  type WrittenNumber,
  writtenNumber,
} from "../readings/written-number.ts";
import { type Disturb, firstThatWorks, freeNumbers, type Site } from "./disturbance.ts";

/** A change of how the number is written, for numbers that the cell surely says. */
const rewriting =
  (
    change: (site: Site, carrier: NumberCarrier, number: WrittenNumber) => WrittenNumber | null,
  ): Disturb =>
  (site) =>
    firstThatWorks(site, freeNumbers(site), (carrier) => {
      const { column, reading } = carrier;
      const number = writtenNumber(site.cells[column] ?? "", new OwnCodes(site.cells, column));
      if (number === null || reading.of(site.cells) === null) return null;
      const changed = change(site, carrier, number);
      return changed && { [column]: rendered(changed, site.cells) };
    });

export const thousands = rewriting((site, { reading }, number) => {
  const present = groupingOf(number.digits, reading.decimal);
  const others = reading.groupings.filter((one) => one !== present && one !== "exponent");
  const grouping = site.random.oneOf(others);
  if (grouping === undefined) return null;
  return { ...number, digits: regrouped(number.digits, reading.decimal, grouping) };
});

const isSymbol = (token: string): boolean => ownColumn(token) === null && !/\p{L}/u.test(token);

export const symbols = rewriting((site, { reading }, number) =>
  withTokens(site, number, reading.before(site.source), reading.after(site.source), isSymbol),
);

export const codes = rewriting((site, { reading }, number) =>
  withTokens(
    site,
    number,
    reading.before(site.source),
    reading.after(site.source),
    (token) => !isSymbol(token),
  ),
);

/** Something else in front of the number or behind it; what is there now may go where that is shown. */
const withTokens = (
  { random }: Site,
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
export const minusElsewhere = rewriting((site, { reading }, number) => {
  if (number.sign === "none") return null;
  const signs = reading.signs.filter((sign) => sign !== "none" && sign !== number.sign);
  const sign = site.random.oneOf(signs);
  return sign === undefined ? null : { ...number, sign };
});

/** With an exponent, where the arena itself writes some so. */
export const knownExponent = rewriting((site, { reading, gold }, number) => {
  if (!reading.groupings.includes("exponent") || reading.decimal !== "point") return null;
  const digits = withExponent(untagged(site.source.answer[gold] ?? ""));
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
