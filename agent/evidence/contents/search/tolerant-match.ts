/** How much white space and the like may stand inside one copy. */
const mostSkipped = 4096;

const backslash = 0x5c;
const percentSign = 0x25;

/**
 * Whether the pattern stands in the text around a place where byte `at` of the
 * text is byte `from` of the pattern. White space and line breaks inside it do
 * not count, those that JSON writes as `\n` neither; a byte may be written as
 * `%41` or `\u0041`, or as two bytes of UTF-16.
 *
 * @returns where it begins, or -1
 */
export function matchAround(text: Uint8Array, at: number, pattern: Uint8Array, from: number): number {
  return matchForward(text, at, pattern, from) ? matchBackward(text, at, pattern, from) : -1;
}

function matchForward(text: Uint8Array, at: number, pattern: Uint8Array, from: number): boolean {
  let place = at;
  let skipped = 0;
  for (let index = from; index < pattern.length; ) {
    const wanted = pattern[index];
    const width = widthOf(text, place, wanted);
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

/** How many bytes of the text write the wanted one; 0 when they don't. */
function widthOf(text: Uint8Array, at: number, wanted: number | undefined): number {
  if (at >= text.length || wanted === undefined) return 0;
  if (text[at] === wanted) return 1;
  if (text[at] === percentSign && hexAt(text, at + 1) === wanted) return 3;
  const isEscape = text[at] === backslash && text[at + 1] === 0x75;
  return isEscape && text[at + 2] === 0x30 && text[at + 3] === 0x30 && hexAt(text, at + 4) === wanted ? 6 : 0;
}

function matchBackward(text: Uint8Array, at: number, pattern: Uint8Array, from: number): number {
  let place = at;
  let skipped = 0;
  for (let index = from - 1; index >= 0; ) {
    const wanted = pattern[index];
    const width = [6, 3, 1].find((each) => widthOf(text, place - each, wanted) === each) ?? 0;
    // A line break of JSON ends in a letter, which could be the wanted one as well.
    const lineBreak = wanted === backslash ? 0 : escapeBefore(text, place);
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

function gapAt(text: Uint8Array, at: number): number {
  const byte = text[at];
  if (isBlank(byte)) return 1;
  if (byte === percentSign) return isBlank(hexAt(text, at + 1)) ? 3 : 0;
  if (byte !== backslash) return 0;
  return isLetterOfBreak(text[at + 1]) ? 2 : 1;
}

function gapBefore(text: Uint8Array, end: number): number {
  if (isBlank(text[end - 1]) || text[end - 1] === backslash) return 1;
  return text[end - 3] === percentSign && isBlank(hexAt(text, end - 2)) ? 3 : 0;
}

function escapeBefore(text: Uint8Array, end: number): number {
  return end >= 2 && text[end - 2] === backslash && isLetterOfBreak(text[end - 1]) ? 2 : 0;
}

/** n, r, t */
function isLetterOfBreak(byte: number | undefined): boolean {
  return byte === 0x6e || byte === 0x72 || byte === 0x74;
}

function isBlank(byte: number | undefined): boolean {
  return byte === 0x20 || byte === 0x0a || byte === 0x0d || byte === 0x09 || byte === 0;
}

function hexAt(text: Uint8Array, at: number): number {
  const [high, low] = [digitOf(text[at]), digitOf(text[at + 1])];
  return high < 0 || low < 0 ? -1 : high * 16 + low;
}

function digitOf(byte = 0): number {
  if (byte >= 0x30 && byte <= 0x39) return byte - 0x30;
  const letter = byte | 0x20;
  return letter >= 0x61 && letter <= 0x66 ? letter - 0x57 : -1;
}
