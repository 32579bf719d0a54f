/** Lines of data under a title, the most telling first. */
export interface Section {
  readonly title: string;
  readonly name: string;
  readonly lines: readonly string[];
  /** Its part of the space beside the others'; what it leaves goes to those after it. */
  readonly weight: number;
}

export interface Filled {
  readonly title: string;
  readonly name: string;
  readonly data: string;
}

/** What title and marks take besides their words. */
const trimmings = 120;

/** As many lines of each section as fit, in order; a section of which nothing fits is left out. */
export const within = (space: number, sections: readonly Section[]): Filled[] => {
  const weights = sections.reduce((sum, { weight }) => sum + weight, 0);
  let spare = 0;
  return sections.flatMap(({ title, name, lines, weight }) => {
    const room = spare + Math.floor((space * weight) / weights);
    const most = room - title.length - trimmings;
    const taken = fitting(lines, most);
    if (taken.length === 0) {
      spare = room;
      return [];
    }
    const data = taken.join("\n");
    spare = most - data.length;
    const count = taken.length < lines.length ? ` (${taken.length} of ${lines.length})` : "";
    return [{ title: title + count, name, data }];
  });
};

const fitting = (lines: readonly string[], most: number): readonly string[] => {
  let used = 0;
  const end = lines.findIndex((line) => {
    used += line.length + 1;
    return used > most;
  });
  return end < 0 ? lines : lines.slice(0, end);
};
