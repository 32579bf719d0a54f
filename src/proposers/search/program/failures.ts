import type { Column } from "../../../domain/columns.ts";
import { member } from "../doc.ts";
import { likeness, nameWords } from "../names.ts";
import type { Program } from "./program.ts";

/** The fields of a failures row, by column, with their code. */
export const failureFields = ({ arena, shown }: Program): [name: string, doc: string][] => {
  const columns = arena.failures?.columns ?? [];
  const roles = rolesOf(columns, arena.failures?.required ?? [], shown);
  return columns.map(({ name }) => [
    name,
    fieldOf(name, roles.get(name), shown, arena.failures?.required ?? []),
  ]);
};

type Role = "file" | "reason" | "hint";

const hint = '"settle it by hand, or teach the genome a rule for it"';
const roleWords: readonly (readonly [Role, readonly string[]])[] = [
  ["file", ["file", "source", "origin", "feed"]],
  ["reason", ["reason", "anomaly", "error", "issue", "problem", "cause", "why", "message"]],
  ["hint", ["hint", "advice", "suggestion", "fix", "todo", "mutation", "action", "next"]],
];

const fieldOf = (
  name: string,
  role: Role | undefined,
  shown: Program["shown"],
  required: readonly string[],
): string => {
  if (role === "file") return "file";
  if (role === "reason") return "reason";
  if (role === "hint") return hint;
  const source = shown.get(name);
  if (source === undefined) return required.includes(name) ? "reason" : '""';
  const cell = `row${member(source)}`;
  return required.includes(name) ? `firstOf(${cell}, "unknown")` : `${cell} ?? ""`;
};

/** Required columns whose names say nothing get the roles that are left, in their usual order. */
const rolesOf = (
  columns: readonly Column[],
  required: readonly string[],
  shown: Program["shown"],
): Map<string, Role> => {
  const roles = new Map<string, Role>();
  const free = new Set<Role>(["file", "reason", "hint"]);
  const take = (name: string, role: Role): void => {
    roles.set(name, role);
    free.delete(role);
  };
  for (const [role, words] of roleWords) {
    const named = columns.find(
      ({ name }) =>
        !shown.has(name) &&
        !roles.has(name) &&
        nameWords(name).some((word) => words.includes(word)),
    );
    if (named) take(named.name, role);
  }
  const nameless = required.filter((name) => !roles.has(name) && !shown.has(name));
  for (const name of nameless) {
    const [role] = nameless.length === 1 && free.has("reason") ? ["reason" as const] : free;
    if (role) take(name, role);
  }
  return roles;
};

/** Which input column a failures column shows: the one of that name, or of the like. */
export const shownColumns = (
  columns: readonly Column[],
  inputColumns: readonly string[],
  sources: ReadonlyMap<string, string>,
): Map<string, string> => {
  const shown = new Map<string, string>();
  for (const { name } of columns) {
    const source = inputColumns.includes(name) ? name : similar(name, inputColumns, sources);
    if (source !== null) shown.set(name, source);
  }
  return shown;
};

/** `raw_amount` shows `amount`, and `raw_date` what the column `date` is made of. */
const similar = (
  name: string,
  inputColumns: readonly string[],
  sources: ReadonlyMap<string, string>,
): string | null => {
  const rest = nameWords(name).slice(1).join("_");
  if (rest === "") return null;
  const made = [...sources].find(([master]) => nameWords(master).join("_") === rest);
  const named = inputColumns.find((column) => nameWords(column).join("_") === rest);
  if (named ?? made) return named ?? made?.[1] ?? null;
  const best = inputColumns
    .map((column) => [likeness(rest, column), column] as const)
    .sort(([a], [b]) => b - a)[0];
  return best && best[0] >= 0.6 ? best[1] : null;
};
