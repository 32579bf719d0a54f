export { decide, nextPromotion, rollingRate, type TrustChange } from "./decide.ts";
export { evolveTrust, judgedFor } from "./evolve.ts";
export { effectiveMode, type Level, ladder, type Mode, modeOf, nameOf } from "./levels.ts";
export {
  initialTrust,
  stateUnder,
  type TrustState,
  trustRulesIn,
  trustStateSchema,
} from "./state.ts";
