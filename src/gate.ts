/** The gate as a program of its own, for texts that could bring down whoever parses them. */
import { readFileSync } from "node:fs";
import { compileHere } from "./adapters/compiler.ts";

process.stdout.write(JSON.stringify(compileHere(readFileSync(0, "utf8"))));
