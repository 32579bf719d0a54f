export { adviceFor } from "./advice.ts";
export { evolve } from "./evolve.ts";
export { budgetSpent, integrityBroken, nondeterministic } from "./raised.ts";
export type { Reading } from "./readings.ts";
export { initialState, type TripwireState, tripwireStateSchema } from "./state.ts";
export { firstTripped, readingsOf } from "./trip.ts";
