/** How often to try: a usual test run's share, or `npm run soak`'s twenty times as many. */
export const times = (usual: number): number => (process.env.CLEANLOOP_SOAK ? 20 * usual : usual);

/** Cases that only `npm run soak` tries. */
export const inSoak = <Case>(cases: readonly Case[]): readonly Case[] =>
  process.env.CLEANLOOP_SOAK ? cases : [];
