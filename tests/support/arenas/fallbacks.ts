import { formatDate } from "../../../src/kit/index.ts";
import { type ArenaKind, arenaOf } from "./arena.ts";
import { type Dice, diceFor, times } from "./dice.ts";
import { dayIn, padded, withCommas } from "./dirt.ts";

const name = "meter-rounds";
const sites = ["Mill Lane 4", "Quay House", "Upper Farm", "School Annex", "Pump Room", "Old Dairy"];
const unread = ["no access", "dial fogged", "ERR 04", "see photo", "-", "approx 900", "", "dog!!"];

/** What settles a reading that the meter did not give, strongest first. */
type Source = "meter" | "estimate" | "desk" | "nothing";

const sourceOf = (dice: Dice, isCentral: boolean): Source =>
  dice.chance(0.45)
    ? "meter"
    : dice.pick(isCentral ? ["estimate", "desk", "nothing"] : ["desk", "desk", "nothing"]);

const metered = (dice: Dice, kwh: number): string =>
  dice.pick([
    withCommas(kwh, 0),
    String(kwh),
    `${withCommas(kwh, 0)} kWh`,
    `KWH ${kwh}`,
    ` ${kwh} `,
  ]);

const makeReading = (dice: Dice, at: number) => {
  const round = dice.pick(["east", "west", "central"] as const);
  const source = sourceOf(dice, round === "central");
  const blemish = source !== "nothing" && dice.chance(0.06) ? dice.pick(["site", "day"]) : null;
  return {
    id: `MR-${5_000 + at}`,
    round,
    source,
    blemish,
    site: dice.pick(sites),
    day: dayIn(dice, 2023),
    kwh: dice.between(40, 9_800),
    tariff: dice.pick(["night", "day", "flat"]),
  };
};
type Reading = ReturnType<typeof makeReading>;

/** Proposals that nobody accepted, or that a better source overrules, look like right ones. */
const decoy = (dice: Dice, kwh: number): string => String(kwh + dice.pick([-35, -12, 9, 60]));

const deskCells = (dice: Dice, { source, kwh }: Reading) => {
  if (source === "desk") return { desk_kwh: String(kwh), desk_state: "accepted" };
  if (source === "nothing")
    return {
      desk_kwh: dice.pick(["", decoy(dice, kwh)]),
      desk_state: dice.pick(["open", "declined", ""]),
    };
  return dice.chance(0.4)
    ? { desk_kwh: decoy(dice, kwh), desk_state: dice.pick(["accepted", "open", "declined"]) }
    : { desk_kwh: "", desk_state: "" };
};

const estimateCells = (dice: Dice, { source, kwh }: Reading) => {
  if (source === "estimate") return { estimate_kwh: String(kwh), estimate_ok: "yes" };
  return source === "meter" && dice.chance(0.4)
    ? { estimate_kwh: decoy(dice, kwh), estimate_ok: dice.pick(["yes", "no"]) }
    : { estimate_kwh: dice.pick(["", decoy(dice, kwh)]), estimate_ok: dice.pick(["no", ""]) };
};

const inputRow = (dice: Dice, reading: Reading) => ({
  reading_id: reading.id,
  site: reading.blemish === "site" ? dice.pick(["", "  "]) : padded(dice, reading.site),
  read_on:
    reading.blemish === "day"
      ? dice.pick(["", "Easter", "30/02/2023"])
      : formatDate(reading.day, dice.pick(["YYYY-MM-DD", "DD/MM/YYYY", "DD.MM.YYYY"])),
  kwh: reading.source === "meter" ? metered(dice, reading.kwh) : dice.pick(unread),
  tariff: dice.pick([reading.tariff, reading.tariff.toUpperCase()]),
  ...deskCells(dice, reading),
  ...(reading.round === "central" ? estimateCells(dice, reading) : {}),
});

const starter = `import { type Genome, isBlank, lowerCase, parseAmount, parseDate, trim } from "cleanloop/kit";

/** Readings with a plain number, a readable day and a site; all others are failures. */
export const clean: Genome = async ({ inputs, emit }) => {
  for (const input of inputs) {
    for await (const row of input.records()) {
      const day = parseDate(row.read_on, { order: "dmy" });
      const used = parseAmount(row.kwh, { ignore: ["kWh"] });

      if (day === null || used === null || isBlank(row.site)) {
        emit("failures", {
          source_file: input.name,
          reading_id: row.reading_id ?? "",
          raw_kwh: row.kwh ?? "",
          reason: used === null ? "reading is no number" : "site or day is missing",
        });
        continue;
      }
      emit("master", { day, site: trim(row.site), used, tariff: lowerCase(trim(row.tariff)) });
    }
  }
};
`;

export const fallbacks: ArenaKind = {
  name,
  solvable: true,
  about: "a reading, else a confirmed estimate, else what the desk accepted, else failures",
  make: (seed) => {
    const dice = diceFor(name, seed);
    const readings = times(260, (at) => makeReading(dice, at));
    const rowsOf = (round: Reading["round"]) =>
      readings.filter((one) => one.round === round).map((one) => inputRow(dice, one));
    return arenaOf({
      name,
      goal: "Electricity used, from three meter rounds; what cannot be settled goes to failures.",
      columns: { day: "date", site: "text", used: "number", tariff: "text" },
      required: ["day", "site", "used"],
      failures: {
        file: "unsettled.csv",
        columns: { source_file: "text", reading_id: "text", raw_kwh: "text", reason: "text" },
        required: ["source_file", "reading_id", "reason"],
      },
      vetoes: ["deterministic", "order-free", "conserves-rows"],
      inputs: {
        "round_central.csv": rowsOf("central"),
        "round_east.csv": rowsOf("east"),
        "round_west.csv": rowsOf("west"),
      },
      gold: readings
        .filter(({ source, blemish }) => source !== "nothing" && blemish === null)
        .map(({ day, site, kwh, tariff }) => ({ day, site, used: kwh, tariff })),
      starter,
    });
  },
};
