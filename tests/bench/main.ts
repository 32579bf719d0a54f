import { printOwnData } from "./own-data/own-data.ts";
import { printRepairs } from "./repair.ts";
import { printSpeed } from "./speed.ts";

const tables = new Map([
  ["speed", printSpeed],
  ["repair", printRepairs],
  ["init", printOwnData],
]);

const wanted = process.argv.slice(2);
for (const name of wanted.length > 0 ? wanted : tables.keys()) {
  const print = tables.get(name);
  if (!print) throw new Error(`no table "${name}"; there are ${[...tables.keys()].join(", ")}`);
  await print();
}
