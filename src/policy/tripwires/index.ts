export { adviceFor } from "./advice.ts";
export type { TripwireDistance } from "./distances.ts";
export { firstTripped, tripwireDistances } from "./distances.ts";
export { type BudgetName, budgetSpent, integrityBroken, nondeterministic } from "./raised.ts";
export {
  evolveTripwires,
  initialTripwires,
  type TripwireState,
  tripwireStateSchema,
} from "./state.ts";
