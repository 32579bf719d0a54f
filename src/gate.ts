/** The gate as a program of its own, for texts that could bring down whoever parses them. */
import { readFileSync } from "node:fs";
import { anatomyHere } from "./adapters/anatomy.ts";
import { compileHere } from "./adapters/compiler.ts";

const answer = process.argv[2] === "anatomy" ? anatomyHere : compileHere;
process.stdout.write(JSON.stringify(answer(readFileSync(0, "utf8"))));
