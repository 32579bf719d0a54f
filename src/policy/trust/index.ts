export { decide, rollingRate, type TrustChange } from "./decide.ts";
export { evolve, judgedFor } from "./evolve.ts";
export { effectiveMode, type Level, ladder, type Mode, modeOf, nameOf } from "./levels.ts";
export { nextPromotion } from "./next-promotion.ts";
export { trustRulesIn } from "./rules.ts";
export { initialState, stateUnder, type TrustState, trustStateSchema } from "./state.ts";
