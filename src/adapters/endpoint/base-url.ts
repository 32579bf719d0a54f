import { Problem } from "../../domain/problems.ts";
import type { Given } from "./variables.ts";

interface Base {
  readonly url: string;
  readonly apiVersion: string | null;
}

/** The address that every path of the API is added to. What was given is never shown: it may hold a key. */
export const baseUrlFrom = ({ value, place }: Given, apiVersion: string | null): Base => {
  const refuse = (finding: string, hint: string) =>
    Problem.of("endpoint-setting", { variable: place, finding, hint });
  const url = URL.canParse(value) ? new URL(value) : undefined;
  if (url === undefined || !/^https?:$/.test(url.protocol))
    throw refuse("is no http or https address", "give it as in https://host/v1");
  if (url.username !== "" || url.password !== "")
    throw refuse("holds a user name or a password", "leave them out; a key goes into LLM_API_KEY");
  if (url.search !== "" || url.hash !== "")
    throw refuse(
      "goes on after a ? or #",
      "give the address up to /v1; a version of Azure's API goes into LLM_API_VERSION",
    );
  const path = url.pathname.replace(/\/chat\/completions\/?$/, "").replace(/\/+$/, "");
  // Azure's newer API is like everybody's, and knows no version.
  if (apiVersion === null || path.endsWith("/v1"))
    return { url: url.origin + path, apiVersion: null };
  const inside = /\/openai(\/|$)/.test(path);
  return { url: url.origin + path + (inside ? "" : "/openai"), apiVersion };
};
