/** Starts in the place of the genome's runner and does what one escaped program does. */
import { waitForJob } from "../sandbox/wait-for-job.ts";
import { Attacker } from "./attacker.ts";
import { escapedPrograms } from "./escaped/programs.ts";
import { nextRun } from "./escaped/standby.ts";

const [, , jobFile = ""] = process.argv;
waitForJob(jobFile);
const attacker = new Attacker(jobFile);
const { program, targets } = attacker.instructions;
// Whoever looks for survivors finds this one, whatever the paths are where it runs.
process.title = targets.token;
attacker.began();
void [...escapedPrograms, nextRun].find(({ name }) => name === program)?.run(attacker);
