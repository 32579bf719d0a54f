import type { Genome } from "../domain/genome.ts";
import { short } from "./layout.ts";
import type { Style } from "./style.ts";

export const genomeLine = ({ sha, origin }: Genome, style: Style): string =>
  `${style.strong("Genome")}  ${short(sha)}  ${originText[origin]}`;

export const originText: Record<Genome["origin"], string> = {
  starter: "the starter",
  person: "written by a person (no record says otherwise)",
  search: "written by the built-in search",
  model: "from elsewhere, so it counts as a model's",
  command: "written by a command",
};
