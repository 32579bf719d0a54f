import type { Style } from "./style.ts";

export const dashboardText = (url: string, style: Style): string[] => [
  `${style.strong("Dashboard")}  ${url}`,
  style.faint("It only shows; Ctrl-C ends it."),
];

export const openToOthersText = (host: string): string =>
  `--host ${host} lets anyone who reaches this machine read the evidence`;
