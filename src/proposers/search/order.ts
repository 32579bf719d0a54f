/** The items by a number, smallest first; those with the same number keep their order. */
export const sorted = <T>(items: readonly T[], by: (item: T) => number): T[] =>
  items
    .map((item) => [by(item), item] as const)
    .sort(([a], [b]) => a - b)
    .map(([, item]) => item);

/** The items by how often they occur, most often first. */
export const counted = <T>(items: Iterable<T>): [item: T, times: number][] => {
  const counts = new Map<T, number>();
  for (const item of items) counts.set(item, (counts.get(item) ?? 0) + 1);
  return sorted([...counts], ([, times]) => -times);
};

/** Every so many-th item, so that at most `most` are left. */
export const sampled = <T>(items: readonly T[], most: number): readonly T[] =>
  items.length <= most
    ? items
    : Array.from({ length: most }, (_, at) => items[Math.floor((at * items.length) / most)]).filter(
        (item): item is T => item !== undefined,
      );

/** One of so many places, the same for the same number; multiples of the golden ratio never repeat. */
export const scattered = (at: number, places: number): number =>
  Math.floor(((Math.imul(at + 1, 0x9e3779b1) >>> 0) / 2 ** 32) * places);

/** The first of each, then the second of each: no list takes the room of another. */
export const inTurn = <T>(lists: readonly (readonly T[])[]): T[] =>
  Array.from({ length: Math.max(0, ...lists.map(({ length }) => length)) }).flatMap((_, at) =>
    lists.flatMap((list) => list.slice(at, at + 1)),
  );
