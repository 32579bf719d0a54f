import { basename } from "node:path";
import { type FeedReading, type OpenQuestion, openQuestions } from "../../domain/feed-reading.ts";
import { Problem } from "../../domain/problems.ts";

/** Asks a person which of two readings is right; null when nobody answers. */
export type AskReading = (question: string) => Promise<0 | 1 | null>;

/** The reading with every open question answered; where nobody can be asked, nothing is guessed. */
export const settledReading = async (
  path: string,
  reading: FeedReading,
  ask: AskReading | null,
): Promise<FeedReading> => {
  let settled = reading;
  for (const question of openQuestions(reading)) {
    const answer = ask === null ? null : await ask(questionText(path, question));
    if (answer === null) throw undecided(path, question);
    const { value } = question.either[answer];
    settled = { ...settled, [question.key]: { value, from: "your answer" } };
  }
  return settled;
};

const questionText = (path: string, { key, either: [first, second] }: OpenQuestion): string =>
  `${basename(path)}: is its ${key} ${shown(first.value)} (${first.means}) or ${shown(second.value)} (${second.means})?`;

const undecided = (path: string, { key, either: [first, second] }: OpenQuestion): Problem =>
  Problem.of("bad-input", {
    path,
    finding: `can be read in two ways: its ${key} is ${shown(first.value)} (${first.means}) or ${shown(second.value)} (${second.means})`,
    hint: "run cleanloop init at a terminal, where it asks which; or export the file so that only one is possible",
  });

const shown = (value: string | number | null): string => JSON.stringify(value);
