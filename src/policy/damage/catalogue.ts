import type { TableName } from "../../domain/arena.ts";
import type { ColumnType } from "../../domain/columns.ts";
import * as cell from "./cells.ts";
import * as file from "./files.ts";
import * as row from "./rows.ts";

/** One known way in which a correct table is damaged, or merely written differently. */
export interface Damage {
  readonly name: string;
  readonly table: TableName;
  readonly expected: "noticed" | "ignored";
  readonly apply: file.FileChange;
}

type Way = readonly [name: string, apply: file.FileChange];

const inRows = (name: string, change: cell.SheetChange): Way => [name, file.rewritten(change)];

const inOneCell = (name: string, where: cell.ColumnChoice, change: cell.CellDamage): Way =>
  inRows(name, cell.oneCell(where, change));

const inEveryCell = (name: string, type: ColumnType, change: cell.CellDamage): Way =>
  inRows(name, cell.everyCell(type, change));

const valueDamages: readonly Way[] = [
  inOneCell("a number off by a cent", cell.isNumberColumn, cell.aCentMore),
  inOneCell("a number with the other sign", cell.isNumberColumn, cell.otherSign),
  inOneCell("a unit beside a number", cell.isNumberColumn, cell.withUnit),
  inOneCell("a date shifted by a day", cell.isDateColumn, cell.aDayLater),
  inOneCell("day and month exchanged", cell.isDateColumn, cell.dayAndMonthExchanged),
  inOneCell("a date written day first", cell.isDateColumn, cell.dayFirst),
  inOneCell("a required text blanked", cell.isRequiredTextColumn, cell.writtenAs("")),
  inOneCell("a required value blanked", cell.isRequiredColumn, cell.writtenAs("")),
  inOneCell("NaN in a required cell", cell.isRequiredColumn, cell.writtenAs("NaN")),
  inOneCell("a text in the other case", cell.isTextColumn, cell.otherCase),
  inOneCell("a blank after a text", cell.isTextColumn, cell.withTrailingBlank),
  inOneCell("an invisible character in a text", cell.isTextColumn, cell.withInvisible),
  inOneCell("a look-alike letter in a text", cell.isTextColumn, cell.withLookAlike),
];

const rowDamages: readonly Way[] = [
  inRows("a row dropped", row.firstRowDropped),
  inRows("a row doubled", row.firstRowDoubled),
  inRows("two values swapped between rows", row.valuesSwapped),
  inRows("every row dropped", row.allRowsDropped),
  inRows("the header repeated as a row", row.headerRepeated),
];

const formDamages: readonly Way[] = [
  inRows("columns reordered", row.firstColumnsExchanged),
  inRows("a column added", row.columnAdded),
  inRows("a column dropped", row.lastColumnDropped),
  inRows("a column renamed", row.columnRenamed),
  ["an empty file", file.emptied],
  ["the last line torn", file.lastLineTorn],
  ["a quote left open", file.quoteLeftOpen],
  ["a NUL byte", file.nulByteInside],
  ["written as UTF-16", file.asUtf16],
  ["written as Latin-1", file.asLatin1],
];

/** Other spellings of the same table. */
const spellings: readonly Way[] = [
  inRows("rows in another order", row.rowsReversed),
  inEveryCell("more zeros after numbers", "number", cell.withMoreZeros),
  inEveryCell("numbers with an exponent", "number", cell.asExponent),
  inEveryCell("midnight after dates", "date", cell.withMidnight),
  ["every cell quoted", file.everythingQuoted],
  ["CRLF line ends", file.windowsLineEnds],
  ["a byte order mark", file.byteOrderMark],
  ["no line end after the last row", file.noLastLineEnd],
];

const repairedDamages: readonly Way[] = [
  inOneCell(
    "a repaired row that master lacks",
    () => true,
    (value) => `${value}x`,
  ),
  inRows("a repaired row once too often", row.firstRowDoubled),
  ...formDamages,
];

const failuresDamages: readonly Way[] = [
  inOneCell("a failure without its reason", cell.isRequiredColumn, cell.writtenAs("")),
  ...formDamages,
];

const all = (table: TableName, expected: Damage["expected"], ways: readonly Way[]): Damage[] =>
  ways.map(([name, apply]) => ({ name, table, expected, apply }));

/** Every way the audit knows, for a correct output whose repaired rows are all of master's. */
export const damages: readonly Damage[] = [
  ...all("master", "ignored", spellings),
  ...all("master", "noticed", [...rowDamages, ...valueDamages, ...formDamages]),
  ...all("repaired", "ignored", [inRows("fewer repaired rows", row.firstRowDropped), ...spellings]),
  ...all("repaired", "noticed", repairedDamages),
  ...all("failures", "ignored", [inRows("fewer failures", row.firstRowDropped), ...spellings]),
  ...all("failures", "noticed", failuresDamages),
];
