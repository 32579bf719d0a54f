import { readdirSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import {
  genomePath,
  keepGenome,
  keepGenomes,
  readKeptGenome,
} from "../../../src/adapters/trail/kept-genomes.ts";
import { sha256 } from "../../../src/domain/digest.ts";

import { bytesOf, scratch } from "./scratch.ts";

const text = Buffer.from("export const clean = async () => {};\n");
const sha = sha256(text);

describe("genome texts", () => {
  it("are kept byte for byte under their digest, once", () => {
    const folder = scratch();
    expect(keepGenome(folder, text)).toBe(sha);
    expect(keepGenome(folder, text)).toBe(sha);
    expect(readdirSync(join(folder, "genomes"))).toEqual([`${sha}.ts`]);
    expect(bytesOf(folder, `genomes/${sha}.ts`)).toEqual(text);
    expect(readKeptGenome(folder, sha)).toEqual(text);
  });

  it("go to the disk together, each once, and are checked like one alone", async () => {
    const folder = scratch();
    const other = Buffer.from("export const clean = () => {};\n");
    await keepGenomes(folder, [text, other, text]);
    await keepGenomes(folder, [text]);
    const names = [`${sha}.ts`, `${sha256(other)}.ts`];
    expect(readdirSync(join(folder, "genomes")).sort()).toEqual(names.sort());
    expect(readKeptGenome(folder, sha256(other))).toEqual(other);
    writeFileSync(genomePath(folder, sha), "something else");
    await expect(keepGenomes(folder, [other, text])).rejects.toMatchObject({
      code: "genome-damaged",
    });
  });

  it("may be empty, or no UTF-8", () => {
    const folder = scratch();
    for (const content of [Buffer.alloc(0), Buffer.from([0xff, 0xfe, 0])])
      expect(readKeptGenome(folder, keepGenome(folder, content))).toEqual(content);
  });

  it("are never overwritten: a file with another content is a problem that names both", () => {
    const folder = scratch();
    keepGenome(folder, text);
    writeFileSync(genomePath(folder, sha), "something else");
    const problem = expect.objectContaining({ code: "genome-damaged" });
    expect(() => keepGenome(folder, text)).toThrow(problem);
    expect(() => readKeptGenome(folder, sha)).toThrow(problem);
    expect(() => readKeptGenome(folder, sha)).toThrow(sha256("something else"));
    expect(bytesOf(folder, `genomes/${sha}.ts`).toString()).toBe("something else");
  });

  it("are not written through a planted link", () => {
    const folder = scratch();
    const outside = scratch();
    symlinkSync(outside, join(folder, "genomes"));
    expect(() => keepGenome(folder, text)).toThrow(
      expect.objectContaining({ code: "cannot-write" }),
    );
    expect(readdirSync(outside)).toEqual([]);
  });

  it("that were never kept are a problem that names the file", () => {
    const folder = scratch();
    expect(() => readKeptGenome(folder, sha)).toThrow(genomePath(folder, sha));
  });
});
