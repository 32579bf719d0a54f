/** The gate as a program of its own, for texts that could bring down the process that parses them. */
import { readFileSync } from "node:fs";
import { compileHere } from "./adapters/compiler.ts";
import { namesAndLiteralsHere } from "./adapters/names-and-literals.ts";

const answer = process.argv[2] === "names-and-literals" ? namesAndLiteralsHere : compileHere;
process.stdout.write(JSON.stringify(answer(readFileSync(0, "utf8"))));
