#!/usr/bin/env node
/**
 * Starts the command line: one file with all commands, and beside it what the build's Node has
 * compiled of it. Another Node compiles it anew. The version alone is told without any of it.
 */
import { readFileSync, writeSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { Script } from "node:vm";
import { version } from "./version.ts";

const folder = import.meta.dirname;
const program = join(folder, "commands.cjs");

const tellsVersion = (): boolean => {
  const [word, ...more] = process.argv.slice(2);
  if (more.length > 0 || (word !== "--version" && word !== "-V")) return false;
  try {
    writeSync(1, `${version}\n`);
    return true;
  } catch {
    return false; // what is wrong with stdout, the command line says
  }
};

const compiledAhead = (): Buffer | undefined => {
  try {
    return readFileSync(join(folder, "commands.v8"));
  } catch {
    return undefined;
  }
};

interface Started {
  exports: { finished?: Promise<void> };
}

type Commands = (require: NodeJS.Require, module: Started, folder: string) => void;

const start = (): Promise<void> | undefined => {
  const cachedData = compiledAhead();
  const script = new Script(readFileSync(program, "latin1"), {
    filename: program,
    ...(cachedData ? { cachedData } : {}),
  });
  const commands: Commands = script.runInThisContext();
  const started: Started = { exports: {} };
  commands(createRequire(program), started, folder);
  return started.exports.finished;
};

const startAndWait = async (): Promise<void> => {
  let isOver = false;
  // Nothing is left to do, and yet the command has not come to its end.
  process.once("beforeExit", () => {
    if (!isOver) process.exitCode = 13;
  });
  await null; // promises then go before what the next tick brings, such as a stdout that is full
  await start();
  isOver = true;
  await new Promise((turn) => setImmediate(turn)); // what is wrong with stdout is known by then
  const { stdout, stderr } = process;
  // Nothing is left to do but to take the memory apart, which would cost a part of each command.
  if (stdout.writableLength === 0 && stderr.writableLength === 0) process.exit();
};

if (!tellsVersion()) void startAndWait();
