import { csvLine } from "../../cells/csv-line.ts";

const customers = [
  "Ada Wong",
  "Bo Larsen",
  "Chen Li",
  "Dora Maas",
  "Eli Roth",
  "Finn O'Hara",
  "Gia Conti",
];
const states = ["paid", "open", "refunded"];
const rowsInAll = 60;
const soldByPhone = (at: number): boolean => at % 3 === 2;

interface Sale {
  readonly id: string;
  readonly customer: string;
  readonly year: number;
  readonly month: string;
  readonly day: string;
  readonly cents: number;
  readonly status: string;
}

const sales: readonly Sale[] = Array.from({ length: rowsInAll }, (_, at) => ({
  id: `A${1001 + at}`,
  customer: customers[(at * 5) % customers.length] ?? "",
  year: 2026,
  month: two(1 + ((at * 7) % 12)),
  day: two(1 + ((at * 11) % 28)),
  cents: 1_995 + at * 4_321,
  status: states[(at * 2) % states.length] ?? "",
}));

function two(figure: number): string {
  return String(figure).padStart(2, "0");
}

const plain = (cents: number): string => (cents / 100).toFixed(2);
const grouped = (cents: number): string => plain(cents).replace(/\B(?=(\d{3})+\.)/g, ",");

/** As the shop's own program exports it: day first, a dollar sign, thousands with a comma. */
const webRow = ({ id, customer, year, month, day, cents, status }: Sale): string[] => [
  id,
  customer,
  `${day}/${month}/${year}`,
  `$${grouped(cents)}`,
  status.toUpperCase(),
];

/** As it is typed in at the telephone: other names, blanks, and a currency behind the amount. */
const phoneRow = ({ id, customer, year, month, day, cents, status }: Sale): string[] => [
  id,
  ` ${customer} `,
  `${year}-${month}-${day}`,
  `${plain(cents)} USD`,
  status,
];

const goldRow = ({ id, customer, year, month, day, cents, status }: Sale): string[] => [
  id,
  customer,
  `${year}-${month}-${day}`,
  plain(cents),
  status,
];

const tableOf = (header: readonly string[], rows: readonly string[][]): string =>
  [header, ...rows].map(csvLine).join("");

/** A small shop with two feeds, each messy in its own way. */
export const exampleFeeds: Readonly<Record<string, string>> = {
  "web_shop.csv": tableOf(
    ["Order No", "Customer", "Placed", "Total", "Status"],
    sales.filter((_, at) => !soldByPhone(at)).map(webRow),
  ),
  "telephone.csv": tableOf(
    ["Order No", "Customer", "Placed", "Total", "Status"],
    sales.filter((_, at) => soldByPhone(at)).map(phoneRow),
  ),
};

/** Somebody looked most of the sales up, and wrote down what is right. */
export const exampleGold: string = tableOf(
  ["order_no", "customer", "placed", "total", "status"],
  sales.slice(0, 45).map(goldRow),
);
