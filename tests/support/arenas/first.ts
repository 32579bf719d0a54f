import { addDays, formatDate } from "../../../src/kit/index.ts";
import { type ArenaKind, arenaOf } from "./arena.ts";
import { type Dice, diceFor, times } from "./dice.ts";
import { padded } from "./dirt.ts";
import { firstNames, lastNames } from "./words.ts";

const name = "badge-scans";

const scansOf = (dice: Dice, badge: string, person: string, day: string) => {
  let minute = dice.between(6 * 60, 9 * 60);
  return times(dice.pick([1, 1, 1, 2, 3]), () => {
    const time = [Math.floor(minute / 60), minute % 60].map((part) =>
      String(part).padStart(2, "0"),
    );
    minute += dice.between(20, 180);
    return {
      badge,
      person,
      day,
      time: time.join(":"),
      door: dice.pick(["north", "yard", "lobby"]),
    };
  });
};
type Scan = ReturnType<typeof scansOf>[number];

export const first: ArenaKind = {
  name,
  solvable: true,
  about: "the first scan of a badge each day counts; readers also send the same line twice",
  make: (seed) => {
    const dice = diceFor(name, seed);
    const people = times(24, (at) => ({
      badge: `B${700 + at * 3}`,
      person: `${dice.pick(firstNames)} ${dice.pick(lastNames)}`,
    }));
    const days = times(9, (at) => addDays("2024-04-08", at) ?? "");
    const visits = days.flatMap((day) =>
      people
        .filter(() => dice.chance(0.7))
        .map(({ badge, person }) => scansOf(dice, badge, person, day)),
    );
    const inOrder = visits.flat().sort((a, b) => (a.day + a.time).localeCompare(b.day + b.time));
    const row = (scan: Scan) => ({
      badge: scan.badge,
      person: scan.person,
      stamp: `${formatDate(scan.day, "DD/MM/YYYY")} ${scan.time}`,
      door: padded(dice, dice.chance(0.2) ? scan.door.toUpperCase() : scan.door, 0.1),
    });
    return arenaOf({
      name,
      goal: "When each person arrived each day, and by which door.",
      columns: { badge: "text", person: "text", day: "date", arrived: "text", door: "text" },
      required: ["badge", "day", "arrived"],
      vetoes: ["deterministic"],
      inputs: {
        "scans.csv": inOrder.flatMap((scan) => {
          const line = row(scan);
          return dice.chance(0.12) ? [line, line] : [line];
        }),
      },
      gold: visits
        .flatMap((scans) => scans.slice(0, 1))
        .map(({ badge, person, day, time, door }) => ({ badge, person, day, arrived: time, door })),
    });
  },
};
