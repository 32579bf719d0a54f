// Writes the JSON schemas for editors and proposers, from the zod schemas that CleanLoop itself uses.
import { writeFileSync } from "node:fs";
import { schemas } from "../dist/index.js";

for (const [name, schema] of Object.entries(schemas))
  writeFileSync(
    new URL(`../dist/${name}.schema.json`, import.meta.url),
    `${JSON.stringify(schema, null, 2)}\n`,
  );
