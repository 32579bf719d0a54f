/**
 * How thorough a run is: `npm test` asks what is most telling, `CLEANLOOP_SOAK=1` asks everything
 * once, and `npm run soak` asks it twenty times as often.
 */
const factor = Number(process.env.CLEANLOOP_SOAK ?? 0);

/** How often to try; where one try is dear, `npm test` makes fewer of them. */
export const times = (usual: number, few = usual): number => (factor > 0 ? factor * usual : few);

/** Cases that `npm test` leaves out. */
export const inSoak = <Case>(cases: readonly Case[]): readonly Case[] => (factor > 0 ? cases : []);
