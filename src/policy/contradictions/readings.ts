/**
 * Everything a cell can be taken to say. Deliberately coarse (signs, accents, word order and
 * case are let go): a reading too many keeps a finding back, a reading too few invents one.
 */
export const readingsOf = (cell: string): string[] => {
  const text = cell.normalize("NFKC").trim().toLowerCase();
  if (text === "") return [];
  const short = text.length <= longestFigure;
  const figures = short ? [...numbersIn(text), ...daysIn(text)] : [];
  return figures.length > 0 && !/\p{L}/u.test(text) ? figures : [...figures, wordsIn(text)];
};

/** As above, and also what each piece says when a cell is a whole list or an unsplit line. */
export const readingsWithPieces = (cell: string): string[] => {
  const pieces = cell.split(/[;|\t\n,]/, mostPieces);
  return pieces.length < 3 ? readingsOf(cell) : [cell, ...pieces].flatMap(readingsOf);
};

const longestFigure = 40;
const mostPieces = 16;

const wordsIn = (text: string): string => {
  const plain = text.normalize("NFKD").replace(/\p{M}/gu, "");
  const words = plain.match(/[\p{L}\p{N}]+/gu);
  return `words ${words ? words.sort().join(" ") : plain}`;
};

const numbersIn = (text: string): string[] => {
  const digits = text
    .replace(/[\p{Sc}\s'’%()+\-−]/gu, "")
    .replace(/(cr|dr)$/, "")
    .replace(/^[a-z]{3}|[a-z]{3}$/, "");
  if (!/^[\d.,]*\d[\d.,]*$/.test(digits)) return [];
  const continental = digits.replaceAll(".", "").replace(",", ".");
  return [...new Set([digits.replaceAll(",", ""), continental].flatMap(numberIn))];
};

const numberIn = (digits: string): string[] =>
  /^(\d+\.?\d*|\.\d+)$/.test(digits) ? [`number ${Number(Number(digits).toFixed(9))}`] : [];

const months = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];

const daysIn = (text: string): string[] => {
  const parts = text.replace(/[t ]\d{1,2}:.*$/, "").match(/\d+|\p{L}+/gu) ?? [];
  if (parts.length !== 3 || !/^[\d\p{L}\s./,-]+$/u.test(text.replace(/[t ]\d{1,2}:.*$/, "")))
    return [];
  const [first = "", second = "", third = ""] = parts.map(asMonthNumber);
  if (first.length === 4) return day(first, second, third);
  const year = third.length === 2 ? `20${third}` : third;
  return [...new Set([...day(year, second, first), ...day(year, first, second)])];
};

const asMonthNumber = (part: string): string => {
  const at = months.indexOf(part.slice(0, 3));
  return at < 0 ? part : String(at + 1);
};

const day = (year: string, month: string, date: string): string[] => {
  const real = /^\d{4}$/.test(year) && isUpTo(12, month) && isUpTo(31, date) && date.length <= 2;
  return real ? [`day ${year}-${month.padStart(2, "0")}-${date.padStart(2, "0")}`] : [];
};

const isUpTo = (most: number, digits: string): boolean =>
  /^\d{1,2}$/.test(digits) && Number(digits) >= 1 && Number(digits) <= most;
