import type { Cell } from "./genome.ts";
import { asText } from "./value.ts";

/**
 * A text that two rows share only if they agree in all the columns: for finding duplicates
 * with a `Set`. `normalize` decides what counts as equal; a missing cell equals a blank one.
 *
 * @example rowKey({ id: "7", name: "Ada" }, ["id", "name"]) // "[\"7\",\"Ada\"]"
 * @example rowKey({ plan: "FREE-TRIAL" }, ["plan"], canonicalToken) // "[\"free trial\"]"
 */
export function rowKey(
  row: Readonly<Record<string, Cell | undefined>>,
  columns: readonly string[],
  normalize: (text: string) => Cell = (text) => text,
): string {
  const cell = (column: string) => (Object.hasOwn(row, column) ? row[column] : undefined);
  return JSON.stringify(columns.map((column) => normalize(asText(cell(column)))));
}
