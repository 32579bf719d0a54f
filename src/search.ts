/** The built-in proposer as a thread of its own, so that it can be ended at once. */
import { parentPort } from "node:worker_threads";
import type { Assignment, SearchMessage } from "./domain/proposing.ts";
import { createSearch } from "./proposers/search/search.ts";

const search = createSearch();

parentPort?.on("message", (assignment: Assignment) => {
  const say = (message: SearchMessage): void => parentPort?.postMessage(message);
  const answer = search.propose(assignment, (told) => say({ told }));
  say({ answer });
});
