const backslash = 0x5c;
const percentSign = 0x25;
const equalsSign = 0x3d;
const ampersand = 0x26;
const semicolon = 0x3b;
const numberSign = 0x23;

/** What HTML and XML have names for. */
const entities: Readonly<Record<string, number>> = { amp: 0x26, lt: 0x3c, gt: 0x3e, quot: 0x22, apos: 0x27 };
/** Of "&#x00041;", by more than any writes. */
const longestEntity = 10;
const widths = [6, 4, 3];

/** Whether a byte may begin one that is written as several. */
export function isEscape(byte: number | undefined): boolean {
  return byte === backslash || byte === percentSign || byte === equalsSign || byte === ampersand;
}

/** How many bytes of the text from a place on write the wanted one as an escape; 0 when they don't. */
export function escapeAt(text: Uint8Array, at: number, wanted: number | undefined): number {
  if (wanted === undefined) return 0;
  switch (text[at]) {
    case percentSign:
    case equalsSign:
      return hexAt(text, at + 1) === wanted ? 3 : 0;
    case backslash: {
      if (text[at + 1] === 0x78) return hexAt(text, at + 2) === wanted ? 4 : 0;
      const isUnicode = text[at + 1] === 0x75 && text[at + 2] === 0x30 && text[at + 3] === 0x30;
      return isUnicode && hexAt(text, at + 4) === wanted ? 6 : 0;
    }
    case ampersand:
      return entityAt(text, at, wanted);
    default:
      return 0;
  }
}

/** The same of those before a place. */
export function escapeBefore(text: Uint8Array, end: number, wanted: number | undefined): number {
  if (text[end - 1] !== semicolon)
    return widths.find((each) => escapeAt(text, end - each, wanted) === each) ?? 0;
  for (let width = 4; width <= longestEntity; width += 1)
    if (text[end - width] === ampersand) return escapeAt(text, end - width, wanted) === width ? width : 0;
  return 0;
}

function entityAt(text: Uint8Array, at: number, wanted: number): number {
  let end = at + 1;
  while (text[end] !== semicolon) {
    end += 1;
    if (end - at >= longestEntity || end >= text.length) return 0;
  }
  const name = String.fromCharCode(...text.subarray(at + 1, end));
  const isNumber = text[at + 1] === numberSign;
  const byte = isNumber ? Number(name.replace(/^#x/i, "0x").replace(/^#/, "")) : entities[name];
  return byte === wanted ? end + 1 - at : 0;
}

/** How many bytes there are white space, however it is written, or a line's end that was put in. */
export function gapAt(text: Uint8Array, at: number): number {
  const byte = text[at];
  if (isBlank(byte)) return 1;
  if (byte === percentSign) return isBlank(hexAt(text, at + 1)) ? 3 : 0;
  if (byte === equalsSign) return isLineEnd(text[at + 1]) ? 1 : 0;
  if (byte !== backslash) return 0;
  return isLetterOfBreak(text[at + 1]) ? 2 : 1;
}

export function gapBefore(text: Uint8Array, end: number): number {
  const byte = text[end - 1];
  if (isBlank(byte) || byte === backslash) return 1;
  if (byte === equalsSign && isLineEnd(text[end])) return 1;
  return text[end - 3] === percentSign && isBlank(hexAt(text, end - 2)) ? 3 : 0;
}

/** How many bytes before a place write a line break as JSON does. */
export function lineBreakBefore(text: Uint8Array, end: number): number {
  return end >= 2 && text[end - 2] === backslash && isLetterOfBreak(text[end - 1]) ? 2 : 0;
}

function isLineEnd(byte: number | undefined): boolean {
  return byte === 0x0a || byte === 0x0d;
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
