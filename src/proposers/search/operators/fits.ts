import { sampled } from "../order.ts";

/** A number that was read, and the one that the gold has, known to half a unit of its last place. */
export interface FitPoint {
  readonly from: number;
  readonly to: number;
  readonly slack: number;
}

/** `(from + before) × factor ÷ divisor + offset` */
export interface Line {
  readonly before: number;
  readonly factor: number;
  readonly divisor: number;
  readonly offset: number;
}

const mostPoints = 60;
/** What most points agree on must hold for this share of them. */
const leastShare = 0.3;
const leastShareOfLines = 0.8;

/** The lines on which most of the points lie, with the fewest digits that their places allow. */
export const linesThrough = (all: readonly FitPoint[]): Line[] => {
  const points = distinctPoints(sampled(all, mostPoints));
  return [...scales(points), ...offsets(points), ...slopes(points)];
};

const distinctPoints = (points: readonly FitPoint[]): FitPoint[] => {
  const seen = new Map(points.map((point) => [`${point.from} ${point.to}`, point]));
  return [...seen.values()];
};

const itself: Line = { before: 0, factor: 1, divisor: 1, offset: 0 };

const scales = (points: readonly FitPoint[]): Line[] => {
  const known = points.filter(({ from }) => from !== 0);
  const span = agreed(
    known.map(({ from, to, slack }) => interval((to - slack) / from, (to + slack) / from)),
    leastShare,
  );
  if (span === null || (span.low <= 1 && span.high >= 1) || span.low * span.high <= 0) return [];
  const factor = plainest(span);
  const divisor = plainest({ low: 1 / span.high, high: 1 / span.low });
  const isShare = digitsOf(divisor) < digitsOf(factor);
  const [first, second] = [
    { ...itself, factor },
    { ...itself, divisor },
  ];
  return isShare ? [second, first] : [first, second];
};

const offsets = (points: readonly FitPoint[]): Line[] => {
  const span = agreed(
    points.map(({ from, to, slack }) => interval(to - from - slack, to - from + slack)),
    leastShare,
  );
  if (span === null || (span.low <= 0 && span.high >= 0)) return [];
  return [{ ...itself, offset: plainest(span) }];
};

/** Both at once, degrees of two scales: told from that side on which it takes fewer digits. */
const slopes = (points: readonly FitPoint[]): Line[] => {
  const forth = slopeThrough(points);
  if (forth === null) return [];
  const [factor, offset] = forth;
  const back = slopeThrough(
    points.map(({ from, to, slack }) => ({ from: to, to: from, slack: slack / Math.abs(factor) })),
  );
  const straight = { ...itself, factor, offset };
  if (back === null || digitsOf(back[0]) >= digitsOf(factor)) return [straight];
  return [{ ...itself, before: -back[1], divisor: back[0] }, straight];
};

const slopeThrough = (
  points: readonly FitPoint[],
): readonly [factor: number, offset: number] | null => {
  const ordered = [...points].sort((a, b) => a.from - b.from);
  const [first, last] = [ordered[0], ordered.at(-1)];
  if (ordered.length < 3 || !first || !last || first.from === last.from) return null;
  const width = last.from - first.from;
  const rise = last.to - first.to;
  const slack = first.slack + last.slack;
  const factor = plainest(interval((rise - slack) / width, (rise + slack) / width));
  const rests = points.map(({ from, to, slack: own }) =>
    interval(to - from * factor - own, to - from * factor + own),
  );
  const span = agreed(rests, leastShareOfLines);
  return span === null || factor === 0 ? null : [factor, plainest(span)];
};

interface Interval {
  readonly low: number;
  readonly high: number;
}

const interval = (a: number, b: number): Interval => {
  const widened = 1e-12 * Math.max(Math.abs(a), Math.abs(b));
  return { low: Math.min(a, b) - widened, high: Math.max(a, b) + widened };
};

/** Where most of the intervals overlap; null where that is too few of them. */
const agreed = (intervals: readonly Interval[], share: number): Interval | null => {
  let best: Interval | null = null;
  let most = 1;
  for (const { low } of intervals) {
    const around = intervals.filter((one) => one.low <= low && one.high >= low);
    if (around.length <= most) continue;
    most = around.length;
    best = { low, high: Math.min(...around.map(({ high }) => high)) };
  }
  return most >= Math.max(2, share * intervals.length) ? best : null;
};

/** What a unit is in another one, by definition: miles, pounds, inches, feet, ounces, gallons. */
export const conversions: readonly number[] = [
  1.609344, 0.45359237, 2.54, 0.3048, 28.349523125, 3.785411784, 0.9144,
];
const severalDigits = 3;

/**
 * The number between both with the fewest decimals, and the nearest to the middle of those; one
 * that is known where that would be a rounded one.
 */
const plainest = (between: Interval): number => {
  const plain = shortest(between);
  if (digitsOf(plain) < severalDigits) return plain;
  const known = conversions.find((one) => one >= between.low && one <= between.high);
  return known ?? plain;
};

const shortest = ({ low, high }: Interval): number => {
  const middle = (low + high) / 2;
  for (let places = -3; places <= 12; places++) {
    const scale = 10 ** places;
    const near = Number((Math.round(middle * scale) / scale).toFixed(Math.max(places, 0)));
    if (near >= low && near <= high) return near || 0;
  }
  return middle;
};

export const digitsOf = (value: number): number =>
  String(Math.abs(value)).replace(/^0\.0*|\.|0+$/g, "").length;

/** The number above one and not above the other that has the fewest digits, the highest of those. */
export const plainestIn = (below: number, upTo: number): number => {
  for (let places = -6; places <= 9; places++) {
    const scale = 10 ** places;
    const near = Number((Math.floor(upTo * scale + 1e-9) / scale).toFixed(Math.max(places, 0)));
    if (near > below && near <= upTo) return near;
  }
  return upTo;
};
