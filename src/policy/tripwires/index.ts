export { type Advice, adviceFor, type TripwireName } from "./advice.ts";
export { evolve } from "./evolve.ts";
export { type BudgetName, budgetSpent, integrityBroken, nondeterministic } from "./raised.ts";
export type { Reading } from "./readings.ts";
export { initialState, type TripwireState, tripwireStateSchema } from "./state.ts";
export { firstTripped, readingsOf, type Tripped } from "./trip.ts";
