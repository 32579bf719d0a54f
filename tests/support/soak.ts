/** How often to try: a usual test run's share, or `npm run soak`'s twenty times as many. */
export const times = (usual: number): number => (process.env.CLEANLOOP_SOAK ? 20 * usual : usual);
