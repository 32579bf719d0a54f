import type { Fault } from "./faults.ts";
import { quoted, type Scrub } from "./scrub.ts";

/** One sentence for each way in which a call can fail. */
export const sentenceFor = (fault: Fault, patience: string, scrub: Scrub): string => {
  switch (fault.kind) {
    case "refused":
      return `the endpoint answered HTTP ${fault.status}: ${quoted(fault.said, scrub)}${whatToSet(fault.said)}`;
    case "unreachable":
      return `the endpoint cannot be reached: ${quoted(fault.said, scrub)}`;
    case "broken":
      return `the connection broke before the answer was whole: ${quoted(fault.said, scrub)}`;
    case "too-large":
      return "the endpoint's answer is larger than any repair can be";
    case "late":
      return `no answer within ${patience}`;
    case "stopped":
      return "stopped before the endpoint answered";
  }
};

/** Models differ in how long their answers may be, and no endpoint says it beforehand. */
const whatToSet = (said: string): string =>
  /max_(completion_)?tokens/i.test(said) ? " (endpoint.maxOutputTokens in cleanloop.json)" : "";
