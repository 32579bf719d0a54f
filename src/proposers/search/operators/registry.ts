import type { Operator } from "../operator.ts";
import { tidy } from "./tidy.ts";

/**
 * Every operator, the plainest kinds first. A kind is asked only where those before it leave
 * something unexplained, so that the smallest program is found and no more is tried than needed.
 */
export const operators: readonly (readonly Operator[])[] = [[tidy]];
