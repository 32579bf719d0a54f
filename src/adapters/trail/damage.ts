import { Problem } from "../../domain/problems.ts";
import { faultText, type TrailFault } from "../../policy/chain.ts";
import type { Layout } from "./layout.ts";

export const damaged = ({ trail }: Layout, fault: TrailFault): Problem =>
  Problem.of("trail-damaged", { path: trail, finding: faultText(fault) });
