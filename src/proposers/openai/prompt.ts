import type { Question } from "../../domain/model.ts";
import type { Assignment } from "../../domain/proposing.ts";
import { fenceFor, programLines } from "./fence.ts";
import { instructionsWith } from "./instructions.ts";
import { aimOf, projectLines, standingLines } from "./project.ts";
import { sectionsOf } from "./sections.ts";
import { type Filled, within } from "./within.ts";

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
