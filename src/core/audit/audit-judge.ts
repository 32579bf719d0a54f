import type { Workspace } from "../../domain/ports.ts";
import { type AuditResult, audit } from "./audit.ts";

/** Audits the judge with this project's arena and gold. */
export const auditJudge = ({ project, ports }: Workspace): Promise<AuditResult> =>
  ports.outputs.withScratch(({ write }) =>
    audit(project.arena, ports.goldFiles(), ports.readTable, write),
  );
