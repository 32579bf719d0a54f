import { typed } from "../../../cells/typing.ts";
import { type CellReader, type Cells, type Example, isShown } from "./example.ts";

type Order = "ymd" | "dmy" | "mdy";

interface Format {
  readonly order: Order;
  readonly mark: string;
}

export interface DateReader extends CellReader {
  /** The same day in every other notation that the column is shown to use. */
  readonly spellings: (day: string) => readonly string[];
}

const formats: readonly Format[] = (["ymd", "dmy", "mdy"] as const).flatMap((order) =>
  ["-", "/", "."].map((mark) => ({ order, mark })),
);

/** Which notations the column uses; day first and month first are told apart by the answers. */
export const dateReader = (
  column: string,
  gold: number,
  examples: readonly Example[],
): DateReader => {
  const right = (format: Format): number =>
    examples.filter(({ cells, answer }) => said(format, cells[column] ?? "") === answer[gold])
      .length;
  const seen = (format: Format): number =>
    examples.filter(({ cells }) => hasShape(format, cells[column] ?? "")).length;
  const shown = formats.filter((format) => isShown(right(format), seen(format) - right(format)));
  const sure = shown.filter((format) => !shown.some((other) => areConfused(format, other)));
  return {
    read: (cells: Cells) => {
      const cell = (cells[column] ?? "").trim();
      const days = sure.flatMap((format) => said(format, cell) ?? []);
      const plain = typed("date", cell);
      return days[0] ?? (plain.startsWith("d") ? plain : null);
    },
    spellings: (day) => sure.map((format) => written(format, day)),
  };
};

/** Both fit all that is known, so a day up to the twelfth could mean either. */
const areConfused = (a: Format, b: Format): boolean => a.mark === b.mark && isOther(a, b);
const isOther = (a: Format, b: Format): boolean =>
  a.order !== b.order && a.order !== "ymd" && b.order !== "ymd";

const partsOf = ({ order, mark }: Format, cell: string): readonly string[] | null => {
  const parts = cell.trim().split(mark);
  const yearAt = order === "ymd" ? 0 : 2;
  const fits = parts.every((part, at) => (at === yearAt ? /^\d{4}$/ : /^\d{1,2}$/).test(part));
  return parts.length === 3 && fits ? parts : null;
};

const hasShape = (format: Format, cell: string): boolean => partsOf(format, cell) !== null;

const said = (format: Format, cell: string): string | null => {
  const [a = "", b = "", c = ""] = partsOf(format, cell) ?? [];
  if (a === "") return null;
  const { order } = format;
  const [year, month, day] = order === "ymd" ? [a, b, c] : order === "dmy" ? [c, b, a] : [c, a, b];
  const value = typed("date", [year, month.padStart(2, "0"), day.padStart(2, "0")].join("-"));
  return value.startsWith("d") ? value : null;
};

const written = ({ order, mark }: Format, day: string): string => {
  const [year = "", month = "", date = ""] = day.split("-");
  const parts = { ymd: [year, month, date], dmy: [date, month, year], mdy: [month, date, year] };
  return parts[order].join(mark);
};
