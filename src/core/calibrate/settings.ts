import { applyEdits, type FormattingOptions, modify, type Node, parseTree } from "jsonc-parser";
import type { Workspace } from "../../domain/ports/ports.ts";
import { settingsFileSchema } from "../../domain/settings.ts";
import { parseStrict } from "../../domain/strict-parse.ts";
import { type ProposedSetting, settingPaths } from "../../policy/calibration.ts";

/** A proposal beside what is in force now. */
export interface SettingChange extends ProposedSetting {
  readonly from: number | null;
}

export interface Calibration {
  readonly measured: Readonly<Record<string, number>>;
  readonly proposals: readonly SettingChange[];
}

/** On record first, then in the file, of which nothing else changes; says whether anything did. */
export const storeSettings = async (
  { ports: { settingsText, trail } }: Workspace,
  { measured, proposals }: Calibration,
): Promise<boolean> => {
  // It may have been edited while the runs went on.
  const text = settingsText.read() ?? "{}\n";
  parseStrict(settingsFileSchema, text, settingsText.path);
  const changes = proposals.filter(({ from, value }) => from !== value);
  await trail.record({
    type: "calibrated",
    measured,
    written: changes.map(({ setting, from, value, reason }) => ({
      setting: settingPaths[setting].join("."),
      from,
      to: value,
      reason,
    })),
  });
  if (changes.length === 0) return false;
  settingsText.replace(
    changes.reduce((now, { setting, value }) => withValue(now, settingPaths[setting], value), text),
  );
  return true;
};

/**
 * Sets one value in the text of a JSON object, such as `["limits", "memoryMb"]`; every other
 * character stays as its author wrote it. Of a name that stands twice the last one is meant, as
 * readers of JSON mean it.
 */
export const withValue = (text: string, path: readonly string[], value: unknown): string => {
  const tree = parseTree(text);
  const there = path.reduce(memberOf, tree);
  if (there) {
    const { offset, length } = there;
    return text.slice(0, offset) + JSON.stringify(value) + text.slice(offset + length);
  }
  const depth = path.findLastIndex((_, at) => objectAt(tree, path.slice(0, at)) !== undefined);
  const [first, second, ...more] = objectAt(tree, path.slice(0, depth))?.children ?? [];
  if (first && second) {
    // Laid out as what stands there already; jsonc-parser would lay the neighbours out anew.
    const between = text.slice(first.offset + first.length, second.offset);
    const last = more.at(-1) ?? second;
    const end = last.offset + last.length;
    const inner = path
      .slice(depth + 1)
      .reduceRight<unknown>((one, name) => ({ [name]: one }), value);
    const written = `${JSON.stringify(path[depth])}: ${laidOutAs(between, inner)}`;
    return text.slice(0, end) + between + written + text.slice(end);
  }
  return applyEdits(text, modify(text, [...path], value, layoutOf(text)));
};

const objectAt = (tree: Node | undefined, path: readonly string[]): Node | undefined => {
  const node = path.reduce(memberOf, tree);
  return node?.type === "object" ? node : undefined;
};

/** A value in the lines and indents of what parts its neighbours. */
const laidOutAs = (between: string, value: unknown): string => {
  const [, lineEnd = "", indent = ""] = /(\r?\n)([ \t]*)$/.exec(between) ?? [];
  return JSON.stringify(value, null, indent).replaceAll("\n", `${lineEnd}${indent}`);
};

const memberOf = (object: Node | undefined, name: string): Node | undefined =>
  object?.children?.findLast(({ children }) => children?.[0]?.value === name)?.children?.[1];

/** New lines are laid out as the text is; a text of one line stays one. */
const layoutOf = (text: string): { formattingOptions?: FormattingOptions } => {
  if (!text.trimEnd().includes("\n") && text.trim() !== "{}") return {};
  const indent = /\n([ \t]+)/.exec(text)?.[1] ?? "  ";
  return {
    formattingOptions: {
      insertSpaces: !indent.startsWith("\t"),
      tabSize: indent.length,
      eol: text.includes("\r\n") ? "\r\n" : "\n",
    },
  };
};
