import { type Sha, sha256 } from "./digest.ts";

/** A genome is read and edited by people, so it stays of a size that a person reads. */
export const maxGenomeBytes = 65_536;

export const origins = ["starter", "person", "search", "model", "command"] as const;
export type Origin = (typeof origins)[number];

export interface KnownGenome {
  readonly content: Uint8Array;
  readonly sha: Sha;
  readonly origin: Origin;
}

export const genomeOf = (content: Uint8Array, origin: Origin): KnownGenome => ({
  content,
  sha: sha256(content),
  origin,
});

/** Texts that nobody vouched for run only where namespaces hold them. */
export const isTrusted = (origin: Origin): boolean =>
  origin === "starter" || origin === "person" || origin === "search";

/** Where in the genome's text, counted from 1, with the line itself. */
export interface Place {
  readonly line: number;
  readonly column: number;
  readonly source: string;
}

export type RejectionCause =
  | { readonly kind: "size"; readonly bytes: number }
  | { readonly kind: "encoding" }
  | { readonly kind: "nesting" }
  | { readonly kind: "syntax"; readonly message: string }
  | { readonly kind: "import"; readonly specifier: string }
  | { readonly kind: "computed-import" }
  | { readonly kind: "unknown-kit-name"; readonly name: string; readonly meant: string | undefined }
  | { readonly kind: "no-clean" };

/** Why a genome's text never gets to run. */
export interface Rejection {
  readonly cause: RejectionCause;
  readonly place: Place | null;
}

export interface CompiledProgram {
  readonly js: string;
  /** Finds the place in the genome's text for a place in the JavaScript. */
  readonly sourceMap: string;
}

export type Compiled =
  | { readonly ok: true; readonly program: CompiledProgram }
  | { readonly ok: false; readonly rejection: Rejection };

/** What a genome's text is made of, as far as policies ask: each once, in no order. */
export interface NamesAndLiterals {
  /** Strings, pieces of templates and patterns, and numbers as they print. */
  readonly literals: readonly string[];
  /** Of variables, members and keys, also where a string names them. */
  readonly names: readonly string[];
  /** The keys of each table that is written out, value by value. */
  readonly tables: readonly (readonly string[])[];
}

/** By table and column: the columns of the feeds that it is made from, where that can be told. */
export type ColumnsRead = Readonly<Record<string, Readonly<Record<string, readonly string[]>>>>;

export const rejectionText = ({ cause, place }: Rejection): string => {
  const where = place ? `line ${place.line}, column ${place.column}: ` : "";
  return where + causeText(cause);
};

const causeText = (cause: RejectionCause): string => {
  switch (cause.kind) {
    case "size":
      return `the genome has ${cause.bytes} bytes; at most ${maxGenomeBytes} are allowed`;
    case "encoding":
      return "the genome is not UTF-8 text";
    case "nesting":
      return "the genome is nested too deep to be parsed";
    case "syntax":
      return `syntax error: ${cause.message}`;
    case "import":
      return `"${cause.specifier}" cannot be imported; a genome may import "cleanloop/kit" and nothing else`;
    case "computed-import":
      return `an import must name "cleanloop/kit" in plain quotes; this one is computed`;
    case "unknown-kit-name":
      return `"cleanloop/kit" has no "${cause.name}"${cause.meant ? `; did you mean "${cause.meant}"?` : ""}`;
    case "no-clean":
      return `the genome does not export clean; it needs: export const clean: Genome = async ({ inputs, emit }) => { … }`;
  }
};
