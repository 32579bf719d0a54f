import { type Sha, sha256 } from "../domain/digest.ts";

/** Asks once for each content, as long as not too many others were asked about since. */
export const rememberLast = <Answer>(
  most: number,
  ask: (content: Uint8Array) => Promise<Answer>,
): ((content: Uint8Array) => Promise<Answer>) => {
  const answers = new Map<Sha, Promise<Answer>>();
  return (content) => {
    const sha = sha256(content);
    const answer = answers.get(sha) ?? ask(content);
    answers.delete(sha);
    answers.set(sha, answer);
    answer.catch(() => answers.delete(sha));
    const [oldest] = answers.keys();
    if (answers.size > most && oldest !== undefined) answers.delete(oldest);
    return answer;
  };
};
