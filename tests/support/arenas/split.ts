import { type ArenaKind, arenaOf } from "./arena.ts";
import { diceFor, times } from "./dice.ts";
import { padded, recased } from "./dirt.ts";
import { firstNames, lastNames } from "./words.ts";

const name = "fair-exhibitors";

export const split: ArenaKind = {
  name,
  solvable: true,
  about: "one column into several: contacts with e-mail, sizes, hall and booth",
  make: (seed) => {
    const dice = diceFor(name, seed);
    const exhibitors = times(180, (at) => {
      const [first, last] = [dice.pick(firstNames), dice.pick(lastNames)];
      const mailbox = `${first}.${last.replaceAll(" ", "")}`.toLowerCase();
      return {
        id: `EX-${200 + at}`,
        first,
        last,
        email: dice.chance(0.2)
          ? null
          : `${mailbox}@${dice.pick(["craft", "tools", "mill"])}.example`,
        size: times(3, () => dice.between(10, 400)),
        hall: dice.pick(["1", "2", "3", "4A", "4B"]),
        booth: `${dice.pick(["A", "B", "C", "D"])}-${dice.between(1, 220)}`,
      };
    });
    const by = () => dice.pick(["x", " x ", " × ", "X", " X "]);
    return arenaOf({
      name,
      goal: "Who stands where at the fair, on how large a stand.",
      columns: {
        exhibitor: "text",
        first_name: "text",
        last_name: "text",
        email: "text",
        width_cm: "number",
        depth_cm: "number",
        height_cm: "number",
        hall: "text",
        booth: "text",
      },
      required: ["exhibitor", "last_name"],
      inputs: {
        "registrations.csv": exhibitors.map(({ id, first, last, email, size, hall, booth }) => ({
          exhibitor: id,
          contact: padded(dice, `${first} ${last}${email ? ` <${recased(dice, email)}>` : ""}`),
          stand_size: size.join(by()) + dice.pick([" cm", "cm", ""]),
          place: `Hall ${hall}${dice.pick([" / ", " - ", ", "])}${booth}`,
        })),
      },
      gold: exhibitors.map(({ id, first, last, email, size, hall, booth }) => ({
        exhibitor: id,
        first_name: first,
        last_name: last,
        email,
        width_cm: size[0] ?? null,
        depth_cm: size[1] ?? null,
        height_cm: size[2] ?? null,
        hall,
        booth,
      })),
    });
  },
};
