import { addDays } from "../../../src/kit/index.ts";
import { type ArenaKind, arenaOf } from "./arena.ts";
import { type Dice, diceFor, times } from "./dice.ts";
import { dayIn, padded } from "./dirt.ts";
import { firstNames, lastNames } from "./words.ts";

const name = "subscriber-exports";
const tiers = ["free", "plus", "pro"];

const versionsOf = (dice: Dice, at: number) => {
  const [first, last] = [dice.pick(firstNames), dice.pick(lastNames)];
  const mailbox = `${first}.${last.replaceAll(" ", "")}${at}`.toLowerCase();
  let changed = dayIn(dice, 2023);
  return times(dice.pick([1, 1, 2, 2, 3]), () => {
    changed = addDays(changed, dice.between(3, 120)) ?? changed;
    return {
      id: `U${10_400 + at}`,
      name: `${first} ${last}`,
      email: `${mailbox}@${dice.pick(["post", "mail", "web"])}.example`,
      tier: dice.pick(tiers),
      changed,
    };
  });
};
type Version = ReturnType<typeof versionsOf>[number];

export const latest: ArenaKind = {
  name,
  solvable: true,
  about: "several versions of a subscriber in three exports: the latest counts",
  make: (seed) => {
    const dice = diceFor(name, seed);
    const subscribers = times(150, (at) => versionsOf(dice, at));
    const row = (one: Version) => ({
      subscriber: padded(dice, one.id, 0.05),
      name: padded(dice, one.name),
      email: dice.chance(0.3) ? one.email.toUpperCase() : one.email,
      tier: dice.chance(0.3) ? one.tier.toUpperCase() : one.tier,
      changed: one.changed,
    });
    const exports = dice
      .shuffled(subscribers.flat())
      .map((one) => ({ one, file: dice.pick(["a", "b", "c"]) }));
    const rowsOf = (file: string) =>
      exports.filter((it) => it.file === file).map(({ one }) => row(one));
    return arenaOf({
      name,
      goal: "Each subscriber once, as last changed.",
      columns: { subscriber: "text", name: "text", email: "text", tier: "text", changed: "date" },
      required: ["subscriber", "email"],
      inputs: {
        "export_app.csv": rowsOf("a"),
        "export_shop.csv": rowsOf("b"),
        "export_web.csv": rowsOf("c"),
      },
      gold: subscribers
        .flatMap((versions) => versions.slice(-1))
        .map(({ id, name, email, tier, changed }) => ({
          subscriber: id,
          name,
          email,
          tier,
          changed,
        })),
    });
  },
};
