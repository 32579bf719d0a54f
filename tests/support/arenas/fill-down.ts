import { type ArenaKind, arenaOf } from "./arena.ts";
import { type Dice, diceFor, times } from "./dice.ts";
import { padded, withCommas } from "./dirt.ts";
import { goods, places } from "./words.ts";

const name = "branch-report";

const makeBranch = (dice: Dice, region: string, city: string) => ({
  region,
  city,
  lines: dice
    .shuffled(goods)
    .slice(0, dice.between(4, 9))
    .map((product) => ({
      product,
      units: dice.between(1, 900),
      cents: dice.between(2_000, 900_000),
    })),
});
type Branch = ReturnType<typeof makeBranch>;

/** As it is printed: region and branch stand in the first line of their group only. */
const printed = (dice: Dice, { region, city, lines }: Branch, opensRegion: boolean) => [
  ...lines.map(({ product, units, cents }, at) => ({
    Region: opensRegion && at === 0 ? region : "",
    Branch: at === 0 ? padded(dice, city, 0.1) : "",
    Product: product,
    Units: withCommas(units, 0),
    Revenue: `${dice.pick(["$", ""])}${withCommas(cents / 100)}`,
  })),
  {
    Region: "",
    Branch: `Total ${city}`,
    Product: "",
    Units: withCommas(
      lines.reduce((sum, { units }) => sum + units, 0),
      0,
    ),
    Revenue: `$${withCommas(lines.reduce((sum, { cents }) => sum + cents, 0) / 100)}`,
  },
];

export const fillDown: ArenaKind = {
  name,
  solvable: true,
  about: "a grouped report: region and branch are printed once, with a total below each branch",
  make: (seed) => {
    const dice = diceFor(name, seed);
    const cities = dice.shuffled(places).map(({ city }) => city);
    const regions = ["North", "Coast", "Plains", "South", "Lakes"].map((region, at) =>
      cities.slice(at * 4, at * 4 + 4).map((city) => makeBranch(dice, region, city)),
    );
    const branches = times(regions.length, (at) => regions[at] ?? []);
    return arenaOf({
      name,
      goal: "Every line of the branch report with its region and branch.",
      columns: {
        region: "text",
        branch: "text",
        product: "text",
        units: "number",
        revenue: "number",
      },
      required: ["region", "branch", "product"],
      vetoes: ["deterministic"],
      inputs: {
        "branch_report.csv": branches.flatMap((group) =>
          group.flatMap((branch, at) => printed(dice, branch, at === 0)),
        ),
      },
      gold: branches.flat().flatMap(({ region, city, lines }) =>
        lines.map(({ product, units, cents }) => ({
          region,
          branch: city,
          product,
          units,
          revenue: cents / 100,
        })),
      ),
      starter: starterWith("Region", "Branch", "Product", "Units", "Revenue"),
    });
  },
};

const starterWith = (...columns: readonly string[]): string =>
  `import type { Genome } from "cleanloop/kit";

/** Every printed line as it stands. */
export const clean: Genome = async ({ inputs, emit }) => {
  for (const input of inputs) {
    for await (const row of input.records()) {
      emit("master", {
${columns.map((column) => `        ${column.toLowerCase()}: row.${column} ?? null,\n`).join("")}      });
    }
  }
};
`;
