/** Starts in the place of the genome's runner and does what one escaped program does. */
import { Attacker } from "./attacker.ts";
import { escapedPrograms } from "./escaped/programs.ts";

const attacker = new Attacker(process.argv[2] ?? "");
const { program, targets } = attacker.instructions;
// Whoever looks for survivors finds this one, whatever the paths are where it runs.
process.title = targets.token;
attacker.began();
void escapedPrograms.find(({ name }) => name === program)?.run(attacker);
