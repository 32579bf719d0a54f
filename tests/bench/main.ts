import { ownDataTable } from "./own-data/own-data.ts";
import { repairTable } from "./repair.ts";
import { chosenFrom, printTable } from "./rows.ts";
import { speedTable } from "./speed.ts";

const tables = [speedTable, repairTable, ownDataTable];

const words = process.argv.slice(2);
const wanted = words.length > 0 ? words.map((word) => chosenFrom(tables, word)) : tables;
let allGood = true;
for (const table of wanted) if (!(await printTable(table))) allGood = false;
process.exitCode = allGood ? 0 : 1;
