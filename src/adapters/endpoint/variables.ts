import { join } from "node:path";
import { parseEnv } from "node:util";
import { readTextIfThere } from "../files.ts";

export type Environment = Readonly<Record<string, string | undefined>>;

/** A variable that is set. */
export interface Given {
  readonly name: string;
  readonly value: string;
  /** The name, and whether the file or the environment says so. */
  readonly place: string;
}

/** The environment goes before the file, an earlier name before a later, and blank is not given. */
export const variables = (env: Environment, root: string) => {
  const file = parseEnv((readTextIfThere(join(root, ".env")) ?? "").replace(/^\ufeff/, ""));
  return (names: readonly string[]): Given | undefined => {
    const found = names.flatMap((name): Given[] => {
      const [ours, theirs] = [env[name]?.trim(), file[name]?.trim()];
      if (ours) return [{ name, value: ours, place: `${name} (in the environment)` }];
      return theirs ? [{ name, value: theirs, place: `${name} (in .env)` }] : [];
    });
    return found[0];
  };
};
