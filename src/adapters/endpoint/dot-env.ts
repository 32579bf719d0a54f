const assignment = /^\s*(?:export\s+)?([A-Za-z_][A-Za-z0-9_]*)\s*=\s*(.*)$/;
const quoted = /^(["'])((?:\\.|(?!\1).)*)\1\s*(?:#.*)?$/;
const escapes: Readonly<Record<string, string>> = { n: "\n", r: "\r", t: "\t" };

/**
 * Reads `NAME=value` lines: with or without `export`, quoted or not, comments after a `#`.
 * Other lines are other tools' business. Of two lines with one name the last counts.
 */
export const readDotEnv = (text: string): ReadonlyMap<string, string> => {
  const lines = text.replace(/^\ufeff/, "").split(/\r?\n/);
  return new Map(
    lines.flatMap((line) => {
      const [, name, value = ""] = assignment.exec(line) ?? [];
      return name === undefined ? [] : [[name, meaningOf(value.trim())] as const];
    }),
  );
};

const meaningOf = (written: string): string => {
  const [, quote, inner = ""] = quoted.exec(written) ?? [];
  if (quote === undefined) return written.replace(/(^|\s)#.*$/, "").trim();
  if (quote === "'") return inner;
  return inner.replace(/\\(.)/g, (_, letter: string) => escapes[letter] ?? letter);
};
