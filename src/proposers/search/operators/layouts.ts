import {
  addDays,
  addTime,
  type DateOptions,
  daysBetween,
  findDate,
  findTime,
  findWeekday,
  formatDate,
  parseDate,
  parseDateTime,
  parseTime,
  timeBetween,
} from "../../../kit/index.ts";
import { type Doc, object, quoted } from "../doc.ts";
import { applied, asText, type Expr } from "../expr.ts";
import type { Offers, Operator } from "../operator.ts";
import { counted, sorted } from "../order.ts";
import { type ColumnTask, examplesOf, type Source } from "../task.ts";
import { patternsFor, type Written } from "./date-patterns.ts";

const mostExamples = 60;
const mostPatterns = 6;
const leastShare = 0.02;

/** Dates and times read from a cell or found inside it, written in the layout that the gold shows. */
export const layouts: Operator = {
  name: "layouts",
  types: ["date", "text", "number"],
  readsLongText: false,
  propose: (task, offers) => {
    for (const source of task.sources) {
      if (source.profile.filled === 0) continue;
      if (source.profile.digits > leastShare)
        for (const reader of readersFor(source)) read(reader, source, task, offers);
      if (task.type === "text") namedDay(source, task, offers);
    }
  },
};

/** One way to read a date or a time from a text. */
interface Reader {
  readonly name: string;
  readonly words: string;
  readonly bits: number;
  readonly more: readonly Doc[];
  readonly run: (text: string) => string | null;
}

const orders = ["ymd", "dmy", "mdy"] as const;
const orderWords = { ymd: "", dmy: ", day first", mdy: ", month first" };

const readersFor = ({ profile }: Source): Reader[] => {
  const cells = profile.common.map(([cell]) => cell.trim());
  const isShort = cells.some((cell) => /(?:^|\D)\d{1,2}[./-]\d{1,2}[./-]\d\d(?!\d)/.test(cell));
  const options = orders.flatMap((order): DateOptions[] => {
    const base: DateOptions = order === "ymd" ? {} : { order };
    return isShort ? [base, { ...base, yearPivot: 50 }] : [base];
  });
  const dated = options.flatMap((one) => datedReaders(one));
  const timed: Reader[] = [
    { name: "parseTime", words: "read as a time", bits: 4, more: [], run: parseTime },
    { name: "findTime", words: "the time in it", bits: 7, more: [], run: findTime },
  ];
  return [...dated, ...timed].flatMap((reader) => {
    const read = cells.filter((cell) => cell !== "" && reader.run(cell) !== null);
    const share = read.length / Math.max(cells.length, 1);
    // What reads more of the whole column is the likelier one.
    return share < leastShare ? [] : [{ ...reader, bits: reader.bits + 12 * (1 - share) }];
  });
};

const datedReaders = (options: DateOptions): Reader[] => {
  const said = Object.entries(options).map(([name, value]) => `${name}: ${JSON.stringify(value)}`);
  const more = said.length > 0 ? [object(said)] : [];
  const words = orderWords[options.order ?? "ymd"];
  const bits = 2 * said.length;
  return [
    {
      name: "parseDate",
      words: `read as a day${words}`,
      bits: 4 + bits,
      more,
      run: (text) => parseDate(text, options),
    },
    {
      name: "parseDateTime",
      words: `read as a day with its time${words}`,
      bits: 5 + bits,
      more,
      run: (text) => parseDateTime(text, options),
    },
    {
      name: "findDate",
      words: `the day in it${words}`,
      bits: 7 + bits,
      more,
      run: (text) => findDate(text, options),
    },
  ];
};

const readBy = (reader: Reader, source: Expr): Expr =>
  applied(source, {
    kind: "date",
    name: reader.name,
    words: reader.words,
    bits: reader.bits,
    more: reader.more,
    run: (cell) => reader.run(asText(cell)),
  });

/** The likeliest ways to read a column as dates, times or both, two at most, and the time in it. */
export const momentsOf = (source: Source): Expr[] => {
  if (source.profile.filled === 0 || source.profile.digits <= leastShare) return [];
  const readers = readersFor(source);
  const parsed = readers.filter(({ name }) => name.startsWith("parse"));
  const within = readers.filter(
    ({ name }) => name === "findTime" && parsed.every((reader) => reader.name !== "parseTime"),
  );
  return [...sorted(parsed, ({ bits }) => bits).slice(0, 2), ...within].map((reader) =>
    readBy(reader, source.expr),
  );
};

const read = (reader: Reader, { expr }: Source, task: ColumnTask, offers: Offers): void => {
  const value = readBy(reader, expr);
  const tried = offers.offer(value) ?? offers.measure(value);
  if (tried.given.size < 2) return;
  if (task.type === "date") shifted(value, reader, task, offers);
  else writtenAs(value, reader, task, offers);
};

const examplesFor = (value: Expr, task: ColumnTask): Written[] =>
  examplesOf(value, task, mostExamples)
    .filter(({ from, to }) => from !== "" && to !== "")
    .map(({ from, to }) => ({ value: from, text: to }));

const writtenAs = (value: Expr, reader: Reader, task: ColumnTask, offers: Offers): void => {
  const examples = examplesFor(value, task);
  const patterns = patternsFor(examples, mostPatterns);
  for (const pattern of patterns) offers.offer(writtenLike(value, pattern));
  if (patterns.length > 0) return;
  const gold = examples.flatMap(({ value: from, text }) => {
    const to = asRead(reader, from, text);
    return to === null ? [] : [{ from, to, text }];
  });
  const moved = shiftOf(gold);
  if (moved === null) return;
  const later = moved.apply(value);
  const told = gold.map(({ from, text }) => ({ value: moved.run(from) ?? "", text }));
  for (const pattern of patternsFor(told, mostPatterns)) offers.offer(writtenLike(later, pattern));
};

/** The gold's cell read as the source's was, but only where both have a time or neither has. */
const asRead = (reader: Reader, from: string, text: string): string | null => {
  const to = reader.run(text);
  return to !== null && to.includes(":") === from.includes(":") ? to : null;
};

const shifted = (value: Expr, reader: Reader, task: ColumnTask, offers: Offers): void => {
  const examples = examplesFor(value, task).flatMap(({ value: from, text }) => {
    const to = asRead(reader, from, text);
    return to === null ? [] : [{ from, to }];
  });
  const moved = shiftOf(examples);
  if (moved !== null) offers.offer(moved.apply(value));
};

interface Shift {
  readonly run: (from: string) => string | null;
  readonly apply: (value: Expr) => Expr;
}

/** By how much most are later, always the same. */
const shiftOf = (
  examples: readonly { readonly from: string; readonly to: string }[],
): Shift | null => {
  const isTimed = examples.some(({ from }) => from.includes(":"));
  const isDated = examples.some(({ from }) => from.includes("-"));
  const steps = examples.map(({ from, to }) => {
    if (!isTimed) return daysBetween(from, to);
    const minutes = timeBetween(from, to, "minutes");
    return minutes === null || isDated ? minutes : (minutes + 1440) % 1440;
  });
  const [[step, times] = [null, 0]] = counted(steps.filter((one) => one !== null));
  if (step === null || step === 0 || times < 2 || times * 2 < steps.length) return null;
  const isHours = isTimed && step % 60 === 0;
  const amount = isHours ? step / 60 : step;
  const unit = isHours ? "hours" : "minutes";
  const run = (from: string) => (isTimed ? addTime(from, amount, unit) : addDays(from, amount));
  return {
    run,
    apply: (value) =>
      applied(value, {
        kind: "date",
        name: isTimed ? "addTime" : "addDays",
        words: `${Math.abs(amount)} ${isTimed ? unit : "days"} ${amount < 0 ? "earlier" : "later"}`,
        bits: 10,
        more: isTimed ? [String(amount), quoted(unit)] : [String(amount)],
        run: (from) => run(asText(from)),
      }),
  };
};

export const writtenLike = (value: Expr, pattern: string): Expr =>
  applied(value, {
    kind: "date",
    name: "formatDate",
    words: `written ${pattern}`,
    bits: 5 + pattern.length / 3,
    more: [quoted(pattern)],
    run: (cell) => formatDate(asText(cell), pattern),
  });

/** A weekday that the text names. */
const namedDay = ({ expr }: Source, { gold }: ColumnTask, offers: Offers): void => {
  const days = gold.filter((cell) => cell !== "" && findWeekday(cell) !== null);
  if (days.length * 2 < gold.length) return;
  offers.offer(
    applied(expr, {
      kind: "date",
      name: "findWeekday",
      words: "the weekday in it",
      bits: 6,
      run: (cell) => findWeekday(asText(cell)),
    }),
  );
};
