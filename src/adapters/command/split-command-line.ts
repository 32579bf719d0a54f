/** A command's words; quotes keep blanks together. Null when a quote is never closed. */
export const splitCommandLine = (command: string): string[] | null => {
  const words = command.match(/(?:"[^"]*"|'[^']*'|[^\s"'])+|["']/g) ?? [];
  return words.some((word) => word === '"' || word === "'") ? null : words.map(withoutQuotes);
};

const withoutQuotes = (word: string): string =>
  word.replaceAll(/"([^"]*)"|'([^']*)'/g, (_whole, double = "", single = "") => double + single);
