import { Argument, Command as Commander, Help, Option } from "commander";
import { Problem } from "../domain/problems.ts";
import type {
  AnyCommand,
  CommandContext,
  CommandEntry,
  Flag,
  GlobalOptions,
  LoadCommand,
  Positional,
} from "./command.ts";
import { commands } from "./table.ts";
import { folderPath } from "./values.ts";

/** Runs the command that the user asked for, with the options as given. */
export type Execute = <Options>(
  load: LoadCommand<Options>,
  options: Options & GlobalOptions,
  commandHelp: CommandContext["commandHelp"],
) => Promise<void>;

const globals: readonly Flag<string>[] = [
  {
    flag: "--root <dir>",
    about: "the project's folder (default: CLEANLOOP_ROOT, else upwards from here)",
    value: folderPath,
  },
  { flag: "--json", about: "one JSON document on stdout, everything else on stderr" },
  { flag: "--quiet", about: "print nothing but errors" },
  { flag: "--no-color", about: "no colours (NO_COLOR does the same)" },
];

/** The command line: one loop over the table, or over what `argv` asks for in its first word. */
export const buildProgram = (
  version: string,
  execute: Execute,
  argv: readonly string[] = [],
): Commander => {
  const program = new Commander("cleanloop")
    .description("A self-repairing data-cleaning loop that is safe to leave running.")
    .version(version)
    .configureHelp(helpWith(`${examplesText(mainExamples)}\n${moreHelp}`))
    .showSuggestionAfterError()
    .exitOverride();
  for (const flag of globals) program.addOption(optionFor(flag));
  for (const open of askedFor(argv))
    open((entry) => program.addCommand(commandFor(entry, execute, () => helpOf(program))));
  return program;
};

/** The topics of help are of every command, and a word that is none may be meant as any of them. */
const askedFor = ([asked]: readonly string[]): readonly AnyCommand[] => {
  const found = commands.filter((open) => open(({ name }) => name === asked && name !== "help"));
  return found.length === 0 ? commands : found;
};

/** Where a user reads on about the command that they asked for. */
export const helpFor = ({ commands }: Commander, argv: readonly string[]): string => {
  const asked = argv.find((word) => !word.startsWith("-"));
  return commands.some((command) => command.name() === asked)
    ? `cleanloop ${asked} --help`
    : "cleanloop --help";
};

const commandFor = <Options>(
  entry: CommandEntry<Options>,
  execute: Execute,
  help: () => CommandContext["commandHelp"],
): Commander => {
  const command = new Commander(entry.name)
    .description(entry.summary)
    .configureHelp(helpWith(examplesText(entry.examples)))
    .showSuggestionAfterError()
    .exitOverride();
  const declared = Object.entries<Flag<unknown> | Positional>(entry.options);
  for (const [, one] of declared) if ("argument" in one) command.addArgument(argumentFor(one));
  for (const [, one] of declared) if ("flag" in one) command.addOption(optionFor(one));
  for (const flag of globals) command.addOption(optionFor(flag));
  const positionals = declared.flatMap(([name, one]) => ("argument" in one ? [name] : []));
  return command.action(() =>
    execute(
      entry.load,
      {
        ...command.optsWithGlobals<Options & GlobalOptions>(),
        ...Object.fromEntries(positionals.map((name, at) => [name, command.processedArgs[at]])),
      },
      help(),
    ),
  );
};

const argumentFor = ({ argument, about, choices }: Positional): Argument => {
  const made = new Argument(argument, about);
  return choices ? made.choices(choices) : made;
};

const optionFor = ({ flag, about, value, default: usual }: Flag<unknown>): Option => {
  const option = new Option(flag, about);
  if (usual !== undefined) option.default(usual);
  if (!value) return option;
  return option.argParser((text, before) => {
    const read = value.read(text);
    if (read !== undefined)
      return option.variadic ? [...(Array.isArray(before) ? before : []), read] : read;
    throw Problem.of("bad-flag", {
      flag: option.long ?? flag,
      value: text,
      expected: value.expected,
    });
  });
};

const mainExamples = ["cleanloop loop --reviewer judge", "cleanloop evaluate --json"];
const moreHelp = "cleanloop help COMMAND shows one command, cleanloop help lists topics to read.\n";

/** Commander's own help, and this below it. */
const helpWith = (more: string): Partial<Help> => ({
  formatHelp: (command, helper) => `${new Help().formatHelp(command, helper)}${more}`,
});

/** The help of every command, made when it is asked for. */
const helpOf = ({ commands }: Commander): CommandContext["commandHelp"] =>
  new Map(commands.map((command) => [command.name(), () => command.helpInformation()]));

const examplesText = (examples: readonly string[]): string =>
  `\nExamples:\n${examples.map((example) => `  $ ${example}`).join("\n")}\n`;
