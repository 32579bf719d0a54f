import { aligned } from "./layout.ts";
import { markdownText } from "./markdown.ts";
import type { Style } from "./style.ts";

/** A page of the reference; its first line is its title. */
export interface HelpTopic {
  readonly name: string;
  readonly markdown: string;
}

const widest = 100;

const titleOf = ({ markdown }: HelpTopic): string =>
  (markdown.split("\n", 1)[0] ?? "").replace(/^# /, "");

export const topicText = ({ markdown }: HelpTopic, width: number, style: Style): string[] =>
  markdownText(markdown, Math.min(width, widest), style);

export const topicsText = (topics: readonly HelpTopic[], style: Style): string[] => [
  style.strong("Topics"),
  ...aligned(topics.map((topic) => [topic.name, titleOf(topic)])),
  "",
  "cleanloop help TOPIC shows one, cleanloop help COMMAND the help of a command;",
  "cleanloop --help lists the commands.",
];

export const topicsJson = (topics: readonly HelpTopic[]) => ({
  topics: topics.map((topic) => ({ name: topic.name, title: titleOf(topic) })),
});

export const topicJson = (topic: HelpTopic) => ({ ...topic, title: titleOf(topic) });
