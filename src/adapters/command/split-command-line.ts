import { accessSync, constants, copyFileSync, realpathSync } from "node:fs";
import { basename, delimiter, join, relative, resolve, sep } from "node:path";
import { Problem } from "../../domain/problems.ts";
import { isPlainFile } from "../files.ts";

export interface Where {
  readonly cwd: string;
  /** The operator's environment; its PATH is where programs are looked up that are named without a folder. */
  readonly env: Readonly<Record<string, string | undefined>>;
}

/** What to start, each file that is named as an absolute path; a program that is not there is told. */
export const programIn = (command: string, where: Where): readonly string[] => {
  const words = splitCommandLine(command);
  if (!words) throw badCommand(command, "has a quote that is never closed");
  const [program, ...args] = words;
  if (!program) throw badCommand(command, "names no program");
  return [
    foundProgram(command, program, where),
    ...args.map((word) => {
      const path = resolve(where.cwd, word);
      return isPlainFile(path) ? realpathSync(path) : word;
    }),
  ];
};

const foundProgram = (command: string, program: string, { cwd, env }: Where): string => {
  const isNamed = !program.includes(sep);
  const places = isNamed
    ? (env.PATH ?? "").split(delimiter).map((folder) => join(folder, program))
    : [resolve(cwd, program)];
  const there = places.filter(isPlainFile);
  const found = there.find(isExecutable);
  if (found) return found;
  const [only] = there;
  if (only) throw badCommand(command, `is not executable: ${only} (chmod +x makes it so)`);
  throw badCommand(command, `is not there: ${isNamed ? `no ${program} in PATH` : places[0]}`);
};

const isExecutable = (path: string): boolean => {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
};

const badCommand = (command: string, finding: string): Problem =>
  Problem.of("bad-proposer", { value: `command:${command}`, finding });

/** Files of the project are copied out, since the program will not see them there. */
export const copiedOut = (
  words: readonly string[],
  root: string,
  folder: string,
): readonly string[] =>
  words.map((word, at) => {
    if (!isWithin(root, word)) return word;
    const copy = join(folder, `${at}-${basename(word)}`);
    copyFileSync(word, copy);
    return copy;
  });

const isWithin = (root: string, word: string): boolean => {
  if (!word.startsWith(sep) || !isPlainFile(word)) return false;
  const [first] = relative(root, realpathSync(word)).split(sep);
  return first !== "..";
};

/** A command's words; quotes keep blanks together. Null when a quote is never closed. */
export const splitCommandLine = (command: string): string[] | null => {
  const words = command.match(/(?:"[^"]*"|'[^']*'|[^\s"'])+|["']/g) ?? [];
  return words.some((word) => word === '"' || word === "'") ? null : words.map(withoutQuotes);
};

const withoutQuotes = (word: string): string =>
  word.replaceAll(/"([^"]*)"|'([^']*)'/g, (_whole, double = "", single = "") => double + single);
