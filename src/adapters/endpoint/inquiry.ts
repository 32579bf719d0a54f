import type { Message, Question, Reply, Spent } from "../../domain/model.ts";
import { Problem } from "../../domain/problems.ts";
import type { Proposing, Tokens } from "../../domain/proposing.ts";
import type { EndpointRules } from "../../domain/settings.ts";
import { readCompletion } from "./completion.ts";
import type { EndpointConfig } from "./config.ts";
import type { Fault } from "./faults.ts";
import { adapted, bodyOf, type Habits } from "./habits.ts";
import type { Line } from "./line.ts";
import { type Allowance, costOf, type Price, setAside } from "./purse.ts";
import { waitMs, willPass } from "./retry.ts";
import { quoted, type Scrub } from "./scrub.ts";
import { sentenceFor } from "./sentences.ts";
import { countTokens, estimateTokens } from "./tokens.ts";

/** What all questions to one endpoint share. */
export interface Desk {
  readonly config: EndpointConfig;
  readonly rules: EndpointRules;
  readonly price: Price | null;
  readonly line: () => Promise<Line>;
  readonly scrub: Scrub;
  readonly now: () => number;
  readonly sleep: (ms: number, signal: AbortSignal) => Promise<void>;
  /** How the endpoint took its last question. */
  habits: Habits;
  /** Whether it was said already that its token counts are no use. */
  countsDoubted: boolean;
}

type Tried =
  | { readonly kind: "answer"; readonly message: Message | null | undefined; readonly body: string }
  | { readonly kind: "fault"; readonly fault: Fault }
  | { readonly kind: "no-room" };

/** Asks one question until it is answered, or nothing is left to try. Null: it was never asked. */
export const inquire = (
  desk: Desk,
  question: Question,
  proposing: Proposing,
): Promise<Reply | null> => new Inquiry(desk, question, proposing).run();

class Inquiry {
  readonly #desk: Desk;
  readonly #question: Question;
  readonly #proposing: Proposing;
  readonly #promptTokens: number;
  readonly #startedAt: number;
  #used: Tokens = { input: 0, output: 0 };
  #waits = 0;

  constructor(desk: Desk, question: Question, proposing: Proposing) {
    this.#desk = desk;
    this.#question = { ...question, material: desk.scrub(question.material) };
    this.#proposing = proposing;
    const { instructions, material, answer } = this.#question;
    this.#promptTokens =
      estimateTokens(instructions + material + JSON.stringify(answer)) + aroundPrompt;
    this.#startedAt = desk.now();
  }

  async run(): Promise<Reply | null> {
    let { habits } = this.#desk;
    let last: string | null = null;
    for (;;) {
      if (this.#proposing.signal.aborted) return this.#unanswered(this.#sentence(stopped));
      const tried = await this.#try(habits);
      if (tried.kind === "no-room") {
        if (last === null) return null;
        return this.#unanswered(`${last}; the budget has no room for another try`);
      }
      if (tried.kind === "answer") {
        if (tried.message !== undefined) this.#desk.habits = habits;
        return this.#answered(tried);
      }
      const problem = this.#problemIn(tried.fault);
      if (problem) return this.#unanswered(problem.message, problem);
      last = this.#sentence(tried.fault);
      const others = adapted(habits, tried.fault);
      if (others) habits = others;
      else if (!(await this.#mayTryAgain(tried.fault))) return this.#unanswered(last);
    }
  }

  /** One call, with all it can cost set aside before it is made. */
  async #try(habits: Habits): Promise<Tried> {
    const { config, rules, price } = this.#desk;
    const line = await this.#desk.line();
    const { budget, signal, note } = this.#proposing;
    const allowance = setAside(budget, this.#promptTokens, rules.maxOutputTokens, price);
    if (allowance === null) return { kind: "no-room" };
    const { output } = allowance.most;
    if (output < rules.maxOutputTokens)
      note(`the budget leaves room for an answer of ${output} tokens at most`);
    const body = bodyOf(this.#question, habits, config.model, output);
    const called = await line.complete(body, { signal, ms: rules.timeoutSeconds * 1_000 });
    if (called.ok) return this.#receive(called.body, allowance);
    this.#settle(allowance, chargeFor(called.fault, allowance.most));
    return { kind: "fault", fault: called.fault };
  }

  #receive(body: string, allowance: Allowance): Tried {
    const completion = readCompletion(body);
    const { tokens, told } = countTokens(completion, allowance.most);
    this.#settle(allowance, tokens);
    if (!told && !this.#desk.countsDoubted) {
      this.#desk.countsDoubted = true;
      this.#proposing.note(
        "the endpoint gives no token counts that can be right; they are estimated",
      );
    }
    return { kind: "answer", message: completion.message, body };
  }

  #settle(allowance: Allowance, used: Tokens): void {
    allowance.settle(used);
    const { input, output } = this.#used;
    this.#used = { input: input + used.input, output: output + used.output };
  }

  async #mayTryAgain(fault: Fault): Promise<boolean> {
    const { rules, now, sleep } = this.#desk;
    const { signal, note } = this.#proposing;
    if (!willPass(fault) || this.#waits === rules.retries) return false;
    const ms = waitMs(fault, this.#waits, this.#question.seed, now());
    this.#waits += 1;
    const seconds = (ms / 1_000).toFixed(1);
    note(`${this.#sentence(fault)}; try ${this.#waits} of ${rules.retries} in ${seconds} s`);
    await sleep(ms, signal);
    return true;
  }

  /** No other try could help against a key that is refused. */
  #problemIn(fault: Fault): Problem | null {
    if (fault.kind !== "refused" || ![401, 403].includes(fault.status)) return null;
    const { config, scrub } = this.#desk;
    return Problem.of("endpoint-refused", {
      status: fault.status,
      said: quoted(fault.said, scrub),
      key: config.keyFrom,
      model: config.modelFrom,
    });
  }

  #answered({ message, body }: Tried & { kind: "answer" }): Reply {
    const { scrub } = this.#desk;
    if (message === undefined)
      return this.#unanswered(`the endpoint's answer is no completion: ${quoted(body, scrub)}`);
    const { text = null, refusal = null } = message ?? {};
    const clean = message && {
      ...message,
      text: text && scrub(text),
      refusal: refusal && scrub(refusal),
    };
    return { answered: true, message: clean, spent: this.#spent() };
  }

  #unanswered(detail: string, problem: Problem | null = null): Reply {
    return { answered: false, detail, problem, spent: this.#spent() };
  }

  #spent(): Spent {
    const { price, now } = this.#desk;
    return {
      tokens: this.#used,
      costUsd: costOf(this.#used, price),
      ms: Math.max(now() - this.#startedAt, 0),
    };
  }

  #sentence(fault: Fault): string {
    const { rules, scrub } = this.#desk;
    const patience = `${rules.timeoutSeconds} s (endpoint.timeoutSeconds in cleanloop.json)`;
    return sentenceFor(fault, patience, scrub);
  }
}

/** What endpoints put around a prompt, in tokens. */
const aroundPrompt = 100;
const stopped: Fault = { kind: "stopped" };
const nothing: Tokens = { input: 0, output: 0 };

/** A call that was sent and lost may have cost all that it could. */
const chargeFor = (fault: Fault, most: Tokens): Tokens =>
  fault.kind === "refused" || fault.kind === "unreachable" ? nothing : most;
