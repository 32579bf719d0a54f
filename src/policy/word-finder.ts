interface Node {
  readonly next: Map<string, Node>;
  /** The words that end here, those that end another's tail included. */
  readonly words: string[];
  fallback: Node | null;
}

/** Finds which of many words occur in a text, in one pass whatever their number (Aho-Corasick). */
export class WordFinder {
  readonly #root: Node = node();

  constructor(words: readonly string[]) {
    for (const word of words) this.#add(word);
    this.#linkFallbacks();
  }

  *wordsIn(text: string): Generator<string> {
    let at = this.#root;
    for (let index = 0; index < text.length; index++) {
      at = this.#step(at, text.charAt(index));
      yield* at.words;
    }
  }

  #add(word: string): void {
    let at = this.#root;
    for (let index = 0; index < word.length; index++) {
      const unit = word.charAt(index);
      const next = at.next.get(unit) ?? node();
      at.next.set(unit, next);
      at = next;
    }
    at.words.push(word);
  }

  /** Each node falls back to the node of the longest tail of what led to it. */
  #linkFallbacks(): void {
    const queue = [this.#root];
    for (const parent of queue)
      for (const [unit, child] of parent.next) {
        child.fallback = parent.fallback ? this.#step(parent.fallback, unit) : this.#root;
        child.words.push(...child.fallback.words);
        queue.push(child);
      }
  }

  #step(from: Node, unit: string): Node {
    for (let at: Node | null = from; at; at = at.fallback) {
      const next = at.next.get(unit);
      if (next) return next;
    }
    return this.#root;
  }
}

const node = (): Node => ({ next: new Map(), words: [], fallback: null });
