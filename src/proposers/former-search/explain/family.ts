import type { Pool } from "./pool.ts";
import type { Task } from "./task.ts";

/** Adds programs of one kind that may explain the column. */
export type Family = (task: Task, pool: Pool) => void;
