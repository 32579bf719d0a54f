import type { Disturbance } from "./disturbance.ts";
import { exponent, inBrackets, outvotedFigure, secondFigure, withNote } from "./figures.ts";
import {
  blanked,
  blanksAround,
  codeCase,
  innerBlanks,
  nullWords,
  oddBlanks,
  otherDates,
  otherWords,
  quotedCommas,
  wordCase,
  wordMarks,
} from "./texts.ts";
import { codes, knownExponent, minusElsewhere, symbols, thousands } from "./written-numbers.ts";

/** Every way in which a row is made harder while its answer stays what it is. */
export const disturbances: readonly Disturbance[] = [
  { name: "blanks around a cell", level: 1, disturb: blanksAround },
  { name: "thousands marks", level: 1, disturb: thousands },
  { name: "a symbol beside a number", level: 1, disturb: symbols },
  { name: "a date in another notation", level: 2, disturb: otherDates },
  { name: "a code beside a number", level: 2, disturb: codes },
  { name: "odd blanks", level: 2, disturb: oddBlanks },
  { name: "double blanks between words", level: 2, disturb: innerBlanks },
  { name: "a code in other letters", level: 2, disturb: codeCase },
  { name: "other words for a missing number", level: 3, disturb: otherWords },
  { name: "a word in other letters", level: 3, disturb: wordCase },
  { name: "other marks in words", level: 3, disturb: wordMarks },
  { name: "an approved figure beside a number", level: 3, disturb: outvotedFigure },
  { name: "a minus elsewhere", level: 4, disturb: minusElsewhere },
  { name: "a reversal in brackets", level: 4, disturb: inBrackets },
  { name: "a second figure", level: 4, disturb: secondFigure },
  { name: "a blank for a missing number", level: 4, disturb: blanked },
  { name: "quoted commas", level: 4, disturb: quotedCommas },
  { name: "a null word for a missing number", level: 5, disturb: nullWords },
  { name: "an exponent", level: 5, disturb: knownExponent },
  { name: "an exponent that is settled too", level: 5, disturb: exponent },
  { name: "a note in a number", level: 5, disturb: withNote },
];
