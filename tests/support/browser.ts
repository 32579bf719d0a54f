import axe from "axe-core";
import { type Browser, chromium as engine, type Page } from "playwright-core";

/** As Debian installs it. */
export const chromium = "/usr/bin/chromium";

const flags = [
  "--no-sandbox", // root may not use its own; what it opens here is ours
  "--disable-gpu",
  "--disable-quic",
  "--disable-dev-shm-usage",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

/** A busy machine takes its time; what hangs is ended by the test's own limit. */
const patienceMs = 600_000;

export const openBrowser = (): Promise<Browser> =>
  engine.launch({ executablePath: chromium, args: flags, timeout: patienceMs });

/** A page, and all that it said and asked for that it should not have. */
export interface Seen {
  readonly page: Page;
  readonly complaints: readonly string[];
  readonly requests: readonly string[];
}

export interface Looks {
  readonly width?: number;
  readonly height?: number;
  readonly scheme?: "light" | "dark";
}

export const openPage = async (
  browser: Browser,
  url: string,
  { width = 1280, height = 900, scheme = "light" }: Looks = {},
): Promise<Seen> => {
  const page = await browser.newPage({ viewport: { width, height }, colorScheme: scheme });
  page.setDefaultTimeout(patienceMs);
  const complaints: string[] = [];
  const requests: string[] = [];
  page.on("console", (message) => complaints.push(`${message.type()}: ${message.text()}`));
  page.on("pageerror", (error) => complaints.push(error.message));
  page.on("request", (request) => requests.push(request.url()));
  await page.goto(url);
  return { page, complaints, requests };
};

/** What a checker of accessibility finds wrong, each with its first place. */
export const violationsIn = async (page: Page): Promise<string[]> => {
  await page.evaluate(axe.source);
  return page.evaluate<string[]>(
    `axe.run(document, { resultTypes: ["violations"] }).then(({ violations }) =>
      violations.map(({ id, help, nodes }) => id + ": " + help + " " + nodes[0].html.slice(0, 200)))`,
  );
};
