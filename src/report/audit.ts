import type { AuditFinding, AuditResult } from "../core/audit.ts";
import { aligned, count, titled } from "./layout.ts";
import type { Style } from "./style.ts";

/** Each damage, whether the judge noticed it, and by which checks. */
export const auditText = (audit: AuditResult, style: Style): string[] => {
  const { findings, notApplicable, rows } = audit;
  const blind = findings.filter(({ ok }) => !ok).length;
  return [
    `${style.strong("Audit")}  ${count(findings.length, "case")} on ${count(rows, "gold row")}, taken as correct output`,
    "",
    ...aligned(findings.map((finding) => row(finding, style))),
    ...titled(
      style.strong("Not applicable to this arena"),
      notApplicable.map(({ name, table }) => `  ${name} (${table})`),
    ),
    "",
    blind === 0
      ? style.good("The judge noticed all that matters and nothing that does not.")
      : style.bad(`${count(blind, "blind spot")}: the judge is not to be trusted with this arena.`),
  ];
};

const row = ({ name, table, noticed, byChecks, ok }: AuditFinding, style: Style): string[] => [
  ok ? style.good("✓") : style.bad("✗"),
  name,
  table,
  noticed ? "noticed" : "ignored",
  style.faint(byChecks.join(", ")),
];
