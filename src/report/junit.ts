import { visible } from "../domain/visible.ts";
import { escaped } from "./page-html.ts";

/** One thing that was checked. */
export interface JunitCase {
  readonly name: string;
  /** Failed: it was looked at and is not so. Error: it could not be looked at. */
  readonly result: "passed" | "failed" | "error";
  readonly detail: string;
  /** What shows the failure, such as rows. */
  readonly shown: readonly string[];
}

export interface JunitSuite {
  readonly name: string;
  readonly cases: readonly JunitCase[];
}

const longestDetail = 2000;

/** JUnit XML, as build servers read it; whatever the texts hold, it is well-formed. */
export const junitXml = (suites: readonly JunitSuite[]): string =>
  [
    '<?xml version="1.0" encoding="UTF-8"?>',
    "<testsuites>",
    ...suites.flatMap(suiteXml),
    "</testsuites>",
    "",
  ].join("\n");

const suiteXml = ({ name, cases }: JunitSuite): string[] => {
  const counted = (result: JunitCase["result"]): number =>
    cases.filter((one) => one.result === result).length;
  return [
    `  <testsuite name="${xml(name)}" tests="${cases.length}" failures="${counted("failed")}" errors="${counted("error")}">`,
    ...cases.flatMap((one) => caseXml(name, one)),
    "  </testsuite>",
  ];
};

const caseXml = (suite: string, { name, result, detail, shown }: JunitCase): string[] => {
  const opening = `    <testcase classname="${xml(suite)}" name="${xml(name)}"`;
  if (result === "passed") return [`${opening}/>`];
  const tag = result === "failed" ? "failure" : "error";
  return [
    `${opening}>`,
    `      <${tag} message="${xml(detail)}">${shown.map(xml).join("\n")}</${tag}>`,
    "    </testcase>",
  ];
};

const xml = (text: string): string => escaped(visible(text, longestDetail));
