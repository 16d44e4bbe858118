import { escapeAt, escapeBefore, gapAt, gapBefore, isEscape, lineBreakBefore } from "./written-bytes.ts";

const backslash = 0x5c;
/** How much white space and the like may stand inside one copy. */
const mostSkipped = 4096;

/**
 * Whether the pattern stands in the text around a place where byte `at` of the
 * text is byte `from` of the pattern. White space and line breaks inside it do
 * not count, those that JSON writes as `\n` or a mail as `=` neither; a byte may
 * be written as `%41`, `\u0041`, `\x41`, `=41` or `&#65;`, or as two bytes of UTF-16.
 *
 * @returns where it begins, or -1
 */
export function matchAround(text: Uint8Array, at: number, pattern: Uint8Array, from: number): number {
  const begin = match(text, at, pattern, from, false);
  // What begins an escape may stand for itself, or for what is escaped: `%25` for `%`.
  return begin < 0 && pattern.some(isEscape) ? match(text, at, pattern, from, true) : begin;
}

function match(text: Uint8Array, at: number, pattern: Uint8Array, from: number, isEscaped: boolean): number {
  if (!matchForward(text, at, pattern, from, isEscaped)) return -1;
  return matchBackward(text, at, pattern, from, isEscaped);
}

function matchForward(
  text: Uint8Array,
  at: number,
  pattern: Uint8Array,
  from: number,
  isEscaped: boolean,
): boolean {
  let place = at;
  let skipped = 0;
  for (let index = from; index < pattern.length; ) {
    const wanted = pattern[index];
    const isPlain = place < text.length && text[place] === wanted;
    const width = isPlain && !isEscaped ? 1 : escapeAt(text, place, wanted) || (isPlain ? 1 : 0);
    if (width > 0) {
      place += width;
      index += 1;
      continue;
    }
    const gap = gapAt(text, place);
    skipped += gap;
    if (gap === 0 || skipped > mostSkipped) return false;
    place += gap;
  }
  return true;
}

function matchBackward(
  text: Uint8Array,
  at: number,
  pattern: Uint8Array,
  from: number,
  isEscaped: boolean,
): number {
  let place = at;
  let skipped = 0;
  for (let index = from - 1; index >= 0; ) {
    const wanted = pattern[index];
    const isPlain = place > 0 && text[place - 1] === wanted;
    const width = isPlain && !isEscaped ? 1 : escapeBefore(text, place, wanted) || (isPlain ? 1 : 0);
    // A line break of JSON ends in a letter, which could be the wanted one as well.
    const lineBreak = wanted === backslash ? 0 : lineBreakBefore(text, place);
    if (width > 0 && lineBreak === 0) {
      place -= width;
      index -= 1;
      continue;
    }
    const gap = lineBreak > 0 ? lineBreak : gapBefore(text, place);
    skipped += gap;
    if (gap === 0 || skipped > mostSkipped) return -1;
    place -= gap;
  }
  return place;
}
