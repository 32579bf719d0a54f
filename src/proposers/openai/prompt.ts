import type { Question } from "../../domain/model.ts";
import type { Assignment } from "../../domain/proposing.ts";
import { attemptLines, reviewLines } from "./attempts.ts";
import { examplesFrom } from "./examples.ts";
import { dataLine, fenceFor, programLines } from "./fence.ts";
import { instructionsWith } from "./instructions.ts";
import { aimOf, projectLines, standingLines } from "./project.ts";
import { sampleLines } from "./samples.ts";
import { type Filled, type Section, within } from "./within.ts";

/** Instructions and material together; only a genome near its own limit takes more. */
const mostCharacters = 80_000;
/** However long the genome is, so many characters of examples go with it. */
const leastForExamples = 8_000;

/** Everything that a model needs for one repair, in a text of bounded length. */
export const promptFor = (
  assignment: Assignment,
  kitReference: string,
): Pick<Question, "instructions" | "material"> => {
  const { arena, focus, genome, standing } = assignment;
  const instructions = instructionsWith(kitReference);
  const project = projectLines(arena);
  const given: Filled[] = [
    { title: "How the present genome does", name: "state", data: standingLines(standing) },
    { title: "The present genome", name: "genome", data: programLines(genome.text) },
  ];
  const taken = [instructions, project, ...given.map(({ data }) => data)].join("").length;
  const space = Math.max(mostCharacters - taken - 1_000, leastForExamples);
  const blocks = [...given, ...within(space, sectionsOf(assignment))];
  const fence = fenceFor(blocks.map(({ data }) => data));
  const material = [
    project,
    aimOf(focus),
    ...blocks.map(({ title, name, data }) => `# ${title}\n${fence(name, data)}`),
  ];
  return { instructions, material: `${material.join("\n\n")}\n` };
};

const sectionsOf = (assignment: Assignment): Section[] => {
  const { nearMisses, lacking, unexpected } = examplesFrom(assignment);
  const columns = dataLine(assignment.arena.master.columns.map(({ name }) => name));
  return [
    {
      title: "What was tried before, the latest first; do not try it again as it is",
      name: "attempts",
      lines: attemptLines(assignment),
      weight: 15,
    },
    {
      title:
        "What waits for a person, or was refused by one; do not propose it, by itself or in part",
      name: "reviews",
      lines: reviewLines(assignment),
      weight: 5,
    },
    {
      title: `Rows of master that are wrong, with the right row (columns ${columns})`,
      name: "wrong rows",
      lines: nearMisses.map(dataLine),
      weight: 25,
    },
    {
      title: "Right rows of master that are lacking, with the input row that each most likely is",
      name: "missing rows",
      lines: lacking.map(dataLine),
      weight: 30,
    },
    {
      title: "Rows of master that should not be there",
      name: "unexpected rows",
      lines: unexpected.map(dataLine),
      weight: 10,
    },
    {
      title: "The input files: every header, then some rows of each",
      name: "input",
      lines: sampleLines(assignment.inputs),
      weight: 20,
    },
  ];
};
