/**
 * Description lengths, in bits. A program earns `missBits` for each row that it explains, so that
 * a rule must be shorter than the rows it accounts for.
 */
export const guardBits = 8;
export const branchBits = 6;
/** What a cell costs that is unlike all of the gold's. */
export const oddBits = 1.5;

/** The characters of a literal cost, or it would memorise. */
export const literalBits = (text: string): number => 6 + 4 * Math.min(text.length, 12);

/** With few rows each says more, else three examples would always be explained by constants. */
export const missBits = (rows: number): number => Math.max(14, 360 / Math.max(rows, 1));
