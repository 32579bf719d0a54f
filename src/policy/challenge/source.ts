import type { GoldRow } from "../contradictions/find-contradictions.ts";
import type { Carrier, NumberCarrier } from "./carriers.ts";
import type { Example } from "./readings/example.ts";

/** An input row whose answer is known and is what its cells say. */
export interface Source extends Example {
  readonly file: string;
  /** Counted from 1 below the header. */
  readonly row: number;
  readonly header: readonly string[];
  readonly raw: readonly string[];
  readonly gold: GoldRow;
  /** One for each gold column that the row's file carries. */
  readonly carriers: readonly Carrier[];
}

export const numbersOf = ({ carriers }: Source): NumberCarrier[] =>
  carriers.filter((carrier) => carrier.type === "number");
