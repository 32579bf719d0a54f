import type { WorkersSeen } from "../core/observe/workers-seen.ts";
import { visible } from "../domain/visible.ts";
import { aligned, count, seconds, short } from "./layout.ts";
import type { Style } from "./style.ts";
import { type LanePlace, lanePlaces } from "./worker-lanes.ts";

const mostPlaces = 40;

/** Who ran candidates for the last run that had workers, round by round. */
export const workersText = (seen: WorkersSeen | null, style: Style): string[] => {
  if (!seen) return [];
  const places = lanePlaces(seen, mostPlaces);
  return [
    ...aligned([
      ["", "worker", "isolation", "contained", "runs", "time", "lost", "cut off", ""].map(
        style.faint,
      ),
      ...seen.lanes.map((lane) => [
        lane.state === "serving" ? style.good("✓") : style.bad("✗"),
        visible(lane.worker, 80),
        lane.enrolled?.backend ?? "–",
        lane.enrolled ? `${lane.enrolled.contained} of ${lane.enrolled.total}` : "–",
        String(lane.runs),
        seconds(lane.runMs),
        String(lane.lost),
        String(lane.cutOff),
        (places.get(lane.worker) ?? []).map((place) => signText(place, style)).join(""),
      ]),
    ]),
    ...(seen.lanes.some(({ steps }) => steps.length > 0) ? [style.faint(`  ${legend}`)] : []),
    ...seen.lanes.flatMap(({ worker, state, why }) =>
      why === null ? [] : [style.warn(`  ${visible(worker, 80)} ${state}: ${visible(why, 200)}`)],
    ),
    ...seen.quarantined.map(({ genome, detail }) =>
      style.warn(`  ${short(genome)} quarantined: ${visible(detail, 200)}`),
    ),
    ...seen.outages.map(({ round, waiting, detail }) =>
      style.warn(
        `  queue out of reach in round ${round} with ${count(waiting, "run")} under way: ${visible(detail, 200)}`,
      ),
    ),
  ];
};

const heights = ["▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"] as const;

const signText = ({ sign, share }: LanePlace, style: Style): string => {
  switch (sign) {
    case "served":
      return heights[Math.ceil(share * heights.length) - 1] ?? "▁";
    case "lost":
      return style.warn("×");
    case "cut-off":
      return style.warn("~");
    case "shut-out":
      return style.bad("!");
    case "nothing":
      return "·";
  }
};

const legend = "a place for each round: ▁ to █ runs made  · none  × lost  ~ cut off  ! shut out";
