import type { OpenFeed } from "../domain/ports/files.ts";
import { visible } from "../domain/visible.ts";

/** Rows of one feed that could not be read, so that no genome sees them. */
export interface RefusedRows {
  readonly feed: string;
  readonly rows: number;
  /** One sentence for people, with the first of them. */
  readonly detail: string;
}

const shown = 3;

export const refusedRowsIn = (feeds: readonly OpenFeed[]): RefusedRows[] =>
  feeds.flatMap(({ name, copied }) => {
    const { refusedRows = 0, refused = [] } = copied ?? {};
    if (refusedRows === 0) return [];
    const first = refused.slice(0, shown).map(({ place, reason }) => `${place}: ${reason}`);
    const more = refusedRows > shown ? `; cleanloop status names more` : "";
    const what = refusedRows === 1 ? "1 row cannot be read" : `${refusedRows} rows cannot be read`;
    const detail = visible(`${name}: ${what} (${first.join("; ")}${more})`, 400);
    return [{ feed: name, rows: refusedRows, detail }];
  });
