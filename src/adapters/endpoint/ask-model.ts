import type { Message, Question, Reply, TokensSpent } from "../../domain/model.ts";
import { Problem } from "../../domain/problems.ts";
import type { Proposing, Tokens } from "../../domain/proposing.ts";
import type { EndpointRules } from "../../domain/settings.ts";
import type { ApiClient } from "./api-client.ts";
import { readCompletion } from "./completion.ts";
import type { EndpointConfig } from "./config.ts";
import { type Fault, faultMessage, waitMs, willPass } from "./fault-messages.ts";
import { adapted, bodyOf, type RequestDialect } from "./request-dialect.ts";
import { quotedLine, type Scrub } from "./scrub.ts";
import {
  type Allowance,
  costOf,
  countTokens,
  estimateTokens,
  type Price,
  setAside,
} from "./token-budget.ts";

/** What all questions to one endpoint share. */
export interface AskContext {
  readonly config: EndpointConfig;
  readonly rules: EndpointRules;
  readonly price: Price | null;
  readonly client: () => Promise<ApiClient>;
  readonly scrub: Scrub;
  readonly now: () => number;
  readonly sleep: (ms: number, signal: AbortSignal) => Promise<void>;
  /** How the endpoint took its last question. */
  dialect: RequestDialect;
  /** Whether it was said already that its token counts are no use. */
  countsDoubted: boolean;
}

type Tried =
  | { readonly kind: "answer"; readonly message: Message | null | undefined; readonly body: string }
  | { readonly kind: "fault"; readonly fault: Fault }
  | { readonly kind: "no-room" };

/** Asks one question until it is answered, or nothing is left to try. Null: it was never asked. */
export const askModel = (
  context: AskContext,
  question: Question,
  proposing: Proposing,
): Promise<Reply | null> => new Asking(context, question, proposing).run();

class Asking {
  readonly #context: AskContext;
  readonly #question: Question;
  readonly #proposing: Proposing;
  readonly #promptTokens: number;
  readonly #startedAt: number;
  #used: Tokens = { input: 0, output: 0 };
  #waits = 0;

  constructor(context: AskContext, question: Question, proposing: Proposing) {
    this.#context = context;
    this.#question = { ...question, material: context.scrub(question.material) };
    this.#proposing = proposing;
    const { instructions, material, answer } = this.#question;
    this.#promptTokens =
      estimateTokens(instructions + material + JSON.stringify(answer)) + aroundPrompt;
    this.#startedAt = context.now();
  }

  async run(): Promise<Reply | null> {
    let { dialect } = this.#context;
    let last: string | null = null;
    for (;;) {
      if (this.#proposing.signal.aborted) return this.#unanswered(this.#message(stopped));
      const tried = await this.#try(dialect);
      if (tried.kind === "no-room") {
        if (last === null) return null;
        return this.#unanswered(`${last}; the budget has no room for another try`);
      }
      if (tried.kind === "answer") {
        if (tried.message !== undefined) this.#context.dialect = dialect;
        return this.#answered(tried);
      }
      const problem = this.#problemIn(tried.fault);
      if (problem) return this.#unanswered(problem.message, problem);
      last = this.#message(tried.fault);
      const others = adapted(dialect, tried.fault);
      if (others) dialect = others;
      else if (!(await this.#mayTryAgain(tried.fault))) return this.#unanswered(last);
    }
  }

  /** One call, with all it can cost set aside before it is made. */
  async #try(dialect: RequestDialect): Promise<Tried> {
    const { config, rules, price } = this.#context;
    const client = await this.#context.client();
    const { budget, signal, note } = this.#proposing;
    const allowance = setAside(budget, this.#promptTokens, rules.maxOutputTokens, price);
    if (allowance === null) return { kind: "no-room" };
    const { output } = allowance.most;
    if (output < rules.maxOutputTokens)
      note(`the budget leaves room for an answer of ${output} tokens at most`);
    const body = bodyOf(this.#question, dialect, config.model, output);
    const called = await client.complete(body, { signal, ms: rules.timeoutSeconds * 1_000 });
    if (called.ok) return this.#receive(called.body, allowance);
    this.#settle(allowance, chargeFor(called.fault, allowance.most));
    return { kind: "fault", fault: called.fault };
  }

  #receive(body: string, allowance: Allowance): Tried {
    const completion = readCompletion(body);
    const { tokens, told } = countTokens(completion, allowance.most);
    this.#settle(allowance, tokens);
    if (!told && !this.#context.countsDoubted) {
      this.#context.countsDoubted = true;
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
    const { rules, now, sleep } = this.#context;
    const { signal, note } = this.#proposing;
    if (!willPass(fault) || this.#waits === rules.retries) return false;
    const ms = waitMs(fault, this.#waits, this.#question.seed, now());
    this.#waits += 1;
    const seconds = (ms / 1_000).toFixed(1);
    note(`${this.#message(fault)}; try ${this.#waits} of ${rules.retries} in ${seconds} s`);
    await sleep(ms, signal);
    return true;
  }

  /** No other try could help against a key that is refused. */
  #problemIn(fault: Fault): Problem | null {
    if (fault.kind !== "refused" || ![401, 403].includes(fault.status)) return null;
    const { config, scrub } = this.#context;
    return Problem.of("endpoint-refused", {
      status: fault.status,
      said: quotedLine(fault.said, scrub),
      key: config.keyFrom,
      model: config.modelFrom,
    });
  }

  #answered({ message, body }: Tried & { kind: "answer" }): Reply {
    const { scrub } = this.#context;
    if (message === undefined)
      return this.#unanswered(
        `the endpoint's answer is not a completion: ${quotedLine(body, scrub)}`,
      );
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

  #spent(): TokensSpent {
    const { price, now } = this.#context;
    return {
      tokens: this.#used,
      costUsd: costOf(this.#used, price),
      ms: Math.max(now() - this.#startedAt, 0),
    };
  }

  #message(fault: Fault): string {
    const { rules, scrub } = this.#context;
    const patience = `${rules.timeoutSeconds} s (endpoint.timeoutSeconds in cleanloop.json)`;
    return faultMessage(fault, patience, scrub);
  }
}

/** What endpoints put around a prompt, in tokens. */
const aroundPrompt = 100;
const stopped: Fault = { kind: "stopped" };
const nothing: Tokens = { input: 0, output: 0 };

/** A call that was sent and lost may have cost all that it could. */
const chargeFor = (fault: Fault, most: Tokens): Tokens =>
  fault.kind === "refused" || fault.kind === "unreachable" ? nothing : most;
