/*
 * Patterns are held against cells that a hostile program wrote. JavaScript's own matcher may take
 * years over a short text; this one takes a step for each character and state, whatever they are.
 */

/** What one character must be; `null` is a step that takes none. */
interface State {
  readonly takes: ((character: string) => boolean) | null;
  readonly next: number[];
}

/** Says whether a whole text looks like the pattern. */
export type Matches = (text: string) => boolean;

const mostStates = 2_000;
const longestText = 10_000;

/** Why a pattern cannot be used, or null. */
export const patternFault = (pattern: string): string | null => {
  try {
    new RegExp(pattern, "u");
    new PatternReader(pattern).read();
    return null;
  } catch (error) {
    if (error instanceof Unsupported) return error.message;
    const reason = error instanceof SyntaxError ? error.message.split(": ").at(-1) : "";
    return `is not a regular expression: ${reason}`;
  }
};

export const compilePattern = (pattern: string): Matches => {
  const { states, start } = new PatternReader(pattern).read();
  return (text) => text.length <= longestText && isMatch(states, start, text);
};

const isMatch = (states: readonly State[], start: number, text: string): boolean => {
  let here = closure(states, [start]);
  for (const character of text) {
    const taken: number[] = [];
    for (const at of here)
      if (states[at]?.takes?.(character)) taken.push(...(states[at]?.next ?? []));
    if (taken.length === 0) return false;
    here = closure(states, taken);
  }
  return here.has(accepting);
};

/** All states that can be reached without a character. */
const closure = (states: readonly State[], from: readonly number[]): Set<number> => {
  const reached = new Set<number>();
  const open = [...from];
  for (let at = open.pop(); at !== undefined; at = open.pop()) {
    if (reached.has(at)) continue;
    reached.add(at);
    const state = states[at];
    if (state?.takes === null) open.push(...state.next);
  }
  return reached;
};

/** The first state of every pattern is its end. */
const accepting = 0;

class Unsupported extends Error {}

/** A part of a pattern: given the state that follows, makes its states and names the first. */
type Part = (next: number) => number;

class PatternReader {
  readonly #tokens: readonly string[];
  #at = 0;
  readonly #states: State[] = [{ takes: null, next: [] }];

  constructor(pattern: string) {
    this.#tokens =
      pattern.match(
        /\\[pP]\{[^}]*\}|\\u\{[0-9a-fA-F]+\}|\\u[0-9a-fA-F]{4}|\\x[0-9a-fA-F]{2}|\\c[A-Za-z]|\\[\s\S]|\[(?:\\[\s\S]|[^\]\\])*\]|\(\?[:=!]|\(\?<[=!]|\(\?<[^>]*>|\{\d+(?:,\d*)?\}|[\s\S]/gu,
      ) ?? [];
  }

  read(): { states: readonly State[]; start: number } {
    const whole = this.#choice();
    return { start: whole(accepting), states: this.#states };
  }

  #choice(): Part {
    const branches = [this.#sequence()];
    while (this.#tokens[this.#at] === "|") {
      this.#at++;
      branches.push(this.#sequence());
    }
    const [only] = branches;
    if (only && branches.length === 1) return only;
    return (next) =>
      this.#add(
        null,
        branches.map((branch) => branch(next)),
      );
  }

  #sequence(): Part {
    const parts: Part[] = [];
    for (let token = this.#tokens[this.#at]; token !== undefined; token = this.#tokens[this.#at]) {
      if (token === "|" || token === ")") break;
      parts.push(this.#repeated(this.#one(token)));
    }
    return (next) => parts.reduceRight((follows, part) => part(follows), next);
  }

  #one(token: string): Part {
    this.#at++;
    if (/^\(\?(?:[=!]|<[=!])$/.test(token))
      throw new Unsupported("looks ahead or behind, which is not supported");
    if (token.startsWith("(")) {
      const inside = this.#choice();
      this.#at++;
      return inside;
    }
    // The whole cell is meant anyway, so the anchors at both ends say nothing.
    if (token === "^" && this.#at === 1) return (next) => next;
    if (token === "$" && this.#at === this.#tokens.length) return (next) => next;
    if (token === "^" || token === "$" || token === "\\b" || token === "\\B")
      throw new Unsupported(`holds ${token} inside, which is not supported`);
    if (/^\\[1-9k]/.test(token))
      throw new Unsupported("refers back to a group, which is not supported");
    const one = new RegExp(`^(?:${token})$`, "u");
    return (next) => this.#add((character) => one.test(character), [next]);
  }

  #repeated(part: Part): Part {
    const token = this.#tokens[this.#at] ?? "";
    const [least, most] = countsOf(token);
    if (least === undefined) return part;
    this.#at++;
    if (this.#tokens[this.#at] === "?") this.#at++; // lazy: the same for whole cells
    return (next) => {
      let follows = most === undefined ? this.#loop(part, next) : next;
      for (let times = least; times < (most ?? least); times++)
        follows = this.#add(null, [part(follows), next]);
      for (let times = 0; times < least; times++) follows = part(follows);
      return follows;
    };
  }

  #loop(part: Part, next: number): number {
    const around = this.#add(null, [next]);
    this.#states[around]?.next.push(part(around));
    return around;
  }

  #add(takes: State["takes"], next: number[]): number {
    if (this.#states.length === mostStates)
      throw new Unsupported("is too long once its repeats are written out");
    return this.#states.push({ takes, next }) - 1;
  }
}

const countsOf = (token: string): [least?: number, most?: number] => {
  if (token === "*") return [0];
  if (token === "+") return [1];
  if (token === "?") return [0, 1];
  const [, least, comma, most] = /^\{(\d+)(,?)(\d*)\}$/.exec(token) ?? [];
  if (least === undefined) return [];
  return comma === ""
    ? [Number(least), Number(least)]
    : most
      ? [Number(least), Number(most)]
      : [Number(least)];
};
