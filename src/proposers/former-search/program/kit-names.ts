import * as kit from "../../../kit/index.ts";

const types = ["Cell", "Genome", "Input", "MaybeText"];

/** What a genome may import, in the order in which the formatter sorts imports. */
export const kitNames: readonly { readonly name: string; readonly isType: boolean }[] = [
  ...Object.keys(kit).map((name) => ({ name, isType: false })),
  ...types.map((name) => ({ name, isType: true })),
].sort((a, b) => (a.name.toLowerCase() < b.name.toLowerCase() ? -1 : 1));
