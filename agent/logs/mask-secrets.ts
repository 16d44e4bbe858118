import { maskShapes } from "#lib/domain/secrecy/secret-shapes.ts";
import { cleanLine } from "./clean-line.ts";
import { createSecretMatcher } from "./secret-matcher.ts";
import { secretSpellings } from "./secret-spellings.ts";

export type Mask = (line: string) => string;

const masked = Buffer.from("[masked]");
export const maxLineLength = 4000;

/**
 * Makes a mask for lines that go to people: known secret values and what looks
 * like a secret become "[masked]", control characters go, long lines are cut.
 * A line costs one pass, however many secrets there are.
 *
 * @param secrets values as they are in the tenant's secrets file; those that could be ordinary words are left alone
 */
export function createMask(secrets: readonly string[]): Mask {
  const matcher = createSecretMatcher(secretSpellings(secrets));
  return (line) => {
    const bytes = Buffer.from(cleanLine(line));
    const spans = matcher.find(bytes);
    const text = maskShapes(spans.length === 0 ? bytes.toString() : without(bytes, spans));
    return text.length > maxLineLength
      ? `${text.slice(0, maxLineLength).replace(/[\ud800-\udbff]$/, "")}…`
      : text;
  };
}

function without(bytes: Buffer, spans: readonly [number, number][]): string {
  const parts: Buffer[] = [];
  let from = 0;
  for (const [start, end] of spans) {
    parts.push(bytes.subarray(from, start), masked);
    from = end;
  }
  return Buffer.concat([...parts, bytes.subarray(from)]).toString();
}
