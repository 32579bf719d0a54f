/** What the live line on a terminal says while a command is at work. */
export const progressText = {
  evaluating: (file: string | undefined): string =>
    file === undefined ? "running and judging the genome" : `judging ${file}`,
  cleaning: "cleaning the feeds and checking what came out",
  merging: "putting the shards together and checking them",
  initiating: "looking at feeds and gold",
  auditing: "damaging correct output in known ways",
  challenging: "disturbing rows whose answer is known",
  readingTrail: "reading the trail",
  findingRecord: "looking for the record",
  runningAgain: (done: number, total: number): string =>
    `running genomes again, ${done} of ${total} done`,
  comparing: "running both genomes for the comparison",
  approving: "running both genomes, so that what was judged is what is committed",
  sandboxing: (seconds: number): string => `running the genome, at most ${seconds} s`,
  assembling: "assembling the red team",
  attacking: (done: number, total: number): string =>
    `${done} of ${total} hostile programs have had their turn`,
};
