import { exitCode } from "../domain/exit-codes.ts";
import { nearestWord } from "../domain/nearest-word.ts";
import { Problem } from "../domain/problems.ts";
import { topicJson, topicsJson, topicsText, topicText } from "../report/help.ts";
import type { RunCommand } from "./command.ts";

interface Options {
  readonly topic?: string;
}

export const run: RunCommand<Options> = async ({ topic: asked }, context) => {
  const { style, screen, commandHelp } = context;
  const topics = context.helpTopics();
  if (asked === undefined)
    return {
      exit: exitCode.done,
      json: topicsJson(topics),
      text: () => topicsText(topics, style),
    };
  const command = commandHelp.get(asked);
  if (command !== undefined)
    return {
      exit: exitCode.done,
      json: { name: asked, text: command() },
      text: () => [command().trimEnd()],
    };
  const topic = topics.find(({ name }) => name === asked);
  if (topic)
    return {
      exit: exitCode.done,
      json: topicJson(topic),
      text: () => topicText(topic, screen.width, style),
    };
  const known = topics.map(({ name }) => name);
  throw Problem.of("unknown-topic", {
    asked,
    nearest: nearestWord(asked, [...known, ...commandHelp.keys()]),
    topics: known,
  });
};
