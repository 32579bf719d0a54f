/** Milliseconds of the processor that some work takes: what else the machine does counts for nothing. */
export const processorTime = (work: () => unknown): number => {
  const before = process.cpuUsage();
  work();
  return since(before);
};

export const processorTimeOf = async (work: () => Promise<unknown>): Promise<number> => {
  const before = process.cpuUsage();
  await work();
  return since(before);
};

const since = (before: NodeJS.CpuUsage): number => {
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000;
};
