import type { TripwireName } from "../../domain/event-parts.ts";

/** What a round means for the loop. */
export type RoundEnd =
  | { readonly kind: "next" }
  | { readonly kind: "saturated" }
  | { readonly kind: "halted" }
  | { readonly kind: "parked"; readonly review: string }
  | { readonly kind: "tripped"; readonly name: TripwireName };
