/**
 * What a text may be at most before it is parsed. It stands beside the probes'
 * runner because that is copied as a folder and must parse with the same care.
 */
export type TextLimits = {
  /** In characters. */
  readonly maxLength: number;
  /** How deep lists and objects may lie in each other. */
  readonly maxDepth: number;
  /** Of lists, objects and single values together. */
  readonly maxValues: number;
};

/** For an answer of a program that runs inside a tenant's boundary. */
export const answerLimits: TextLimits = { maxLength: 4 * 1024 * 1024, maxDepth: 64, maxValues: 200_000 };

export type Parsed = { readonly value: unknown } | { readonly problem: string };

/**
 * Parses JSON that somebody else wrote. How long, deep and rich it is is told
 * beforehand by one pass without recursion, so that neither this nor whoever
 * walks the value can be made to run long or out of stack. A key named
 * `__proto__` is an ordinary entry of its object.
 */
export function parseBounded(text: string, limits: TextLimits = answerLimits): Parsed {
  const { maxLength, maxDepth, maxValues } = limits;
  if (text.length > maxLength) return { problem: `it is longer than ${maxLength} characters` };
  const { depth, values } = measure(text, limits);
  if (depth > maxDepth) return { problem: "it is nested too deeply" };
  if (values > maxValues) return { problem: `it holds more than ${maxValues} values` };
  try {
    return { value: JSON.parse(text) };
  } catch {
    return { problem: "it is not valid JSON" };
  }
}

/** The value; null where {@link parseBounded} finds a problem. */
export function parseOrNull(text: string, limits: TextLimits = answerLimits): unknown {
  const parsed = parseBounded(text, limits);
  return "value" in parsed ? parsed.value : null;
}

const [quote, backslash, comma] = [0x22, 0x5c, 0x2c];
const openings = new Set([0x5b, 0x7b]);
const closings = new Set([0x5d, 0x7d]);

/** Stops at the first limit that is passed. Exact for valid JSON; what isn't valid is refused anyway. */
function measure(text: string, { maxDepth, maxValues }: TextLimits): { depth: number; values: number } {
  let open = 0;
  let depth = 0;
  let values = 1;
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (code === quote) at = endOfString(text, at);
    else if (openings.has(code)) {
      open += 1;
      values += 1;
      depth = Math.max(depth, open);
    } else if (closings.has(code)) open -= 1;
    else if (code === comma) values += 1;
    if (depth > maxDepth || values > maxValues) break;
  }
  return { depth, values };
}

/** Where the quote is that ends the string beginning here; the end of the text where none is. */
function endOfString(text: string, start: number): number {
  for (let at = start + 1; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (code === backslash) at += 1;
    else if (code === quote) return at;
  }
  return text.length;
}
