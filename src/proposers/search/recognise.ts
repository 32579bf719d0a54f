import type { Findings } from "./findings.ts";
import { bare, readGenome } from "./program/genome-text.ts";
import type { ColumnRule, Program } from "./program/program.ts";
import { readers } from "./program/readers.ts";
import { render } from "./program/render.ts";
import { field } from "./program/rows-code.ts";
import { isWrapped } from "./program/wrap.ts";
import { fullProgram, plainProgram, variantsOf, withRules } from "./steps.ts";

/** Which program of ours a text is; null where it is none, or somebody changed it. */
export const recognised = (text: string, findings: Findings): Program | null => {
  if (isWrapped(text)) return null;
  const genome = readGenome(text);
  if (!genome?.fields) return null;
  const plain = plainProgram(findings);
  const full = fullProgram(findings);
  const columns: ColumnRule[] = [];
  for (const finding of findings.columns) {
    const span = genome.fields.get(finding.column.name);
    if (span === undefined) return null;
    const rule = variantsOf(finding).find((one) =>
      [plain, full].some((program) => isWritten(one, program, span.text, genome.declared)),
    );
    if (rule === undefined) return null;
    columns.push(rule);
  }
  const said = bare(text);
  const base: Program = { ...plain, columns };
  const withNeeded = said.includes("constneeded=")
    ? { ...base, needed: findings.needed }
    : { ...base, needed: [] };
  const { keep, drops } = findings;
  const withKeep =
    keep !== null && said.includes(bare("rowKey(settled,")) ? { ...withNeeded, keep } : withNeeded;
  const program = {
    ...withKeep,
    drops: drops.filter(
      ({ guard }) =>
        said.includes(`"${bare(guard.words)}"`) || said.includes(bare(`if (${guard.key})`)),
    ),
  };
  return bare(render(program)) === said ? program : null;
};

const isWritten = (
  rule: ColumnRule,
  program: Program,
  said: string,
  declared: ReadonlyMap<string, { readonly text: string }>,
): boolean => {
  const changed = withRules(program, [rule]);
  const code = field(rule, changed)
    .filter((line) => !line.trim().startsWith("//"))
    .join("\n");
  if (
    !bare(code)
      .replace(/,$/, "")
      .endsWith(`:${bare(said)}`)
  )
    return false;
  const functions = readers(rule, changed).filter((line) => !line.startsWith("//"));
  return functions.every((one) => {
    const [, name = ""] = /^const (\w+)/.exec(one) ?? [];
    return bare(declared.get(name)?.text ?? "") === bare(one);
  });
};
