/** The built-in proposer as a thread of its own, so that it can be ended at once. */
import { parentPort } from "node:worker_threads";
import type { Assignment } from "./domain/proposing.ts";
import { createSearch } from "./proposers/former-search/search.ts";

const search = createSearch();

parentPort?.on("message", (assignment: Assignment) => {
  parentPort?.postMessage(search.propose(assignment));
});
