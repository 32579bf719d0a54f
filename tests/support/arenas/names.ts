import { formatDate } from "../../../src/kit/index.ts";
import { type ArenaKind, arenaOf } from "./arena.ts";
import { type Dice, diceFor, times } from "./dice.ts";
import { dayIn, padded, withCommas } from "./dirt.ts";
import { firstNames, lastNames } from "./words.ts";

const name = "choir-members";

const written = (dice: Dice, given: string, last: string): string => {
  if (dice.chance(0.2)) return `${given} ${last}`;
  return `${dice.chance(0.25) ? last.toUpperCase() : last},${dice.pick([" ", " ", "", "  "])}${given}`;
};

export const names: ArenaKind = {
  name,
  solvable: true,
  about: "names reordered: Last, First M. among First M. Last, some last names shouted",
  make: (seed) => {
    const dice = diceFor(name, seed);
    const members = times(190, (at) => ({
      number: 300 + at,
      given:
        dice.pick(firstNames) + (dice.chance(0.4) ? ` ${dice.pick([..."ABCDEGHJLMRT"])}.` : ""),
      last: dice.pick(lastNames),
      voice: dice.pick(["soprano", "alto", "tenor", "bass"]),
      since: dayIn(dice, dice.between(2009, 2023)),
      dues: dice.pick([60, 90, 120, 145.5, 1_200]),
    }));
    const row = (one: (typeof members)[number]) => ({
      member_no: one.number,
      name: padded(dice, written(dice, one.given, one.last)),
      voice: dice.pick([one.voice, one.voice.toUpperCase(), ` ${one.voice}`]),
      since: formatDate(one.since, dice.pick(["DD/MM/YYYY", "DD.MM.YYYY", "YYYY-MM-DD"])),
      dues: dice.pick(["", "$", "$ "]) + withCommas(one.dues),
    });
    return arenaOf({
      name,
      goal: "A list of members as a programme prints it.",
      columns: { member_no: "text", name: "text", voice: "text", since: "date", dues: "number" },
      required: ["member_no", "name"],
      inputs: {
        "members_evening.csv": members.slice(0, 120).map(row),
        "members_matinee.csv": members
          .slice(120)
          .map((one) => ({ ...row(one), robe: dice.pick(["S", "M", "L"]) })),
      },
      gold: members.map(({ number, given, last, voice, since, dues }) => ({
        member_no: number,
        name: `${given} ${last}`,
        voice,
        since,
        dues,
      })),
    });
  },
};
