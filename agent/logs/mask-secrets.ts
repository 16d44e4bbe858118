import { stripVTControlCharacters } from "node:util";

export type Mask = (line: string) => string;

const masked = "[masked]";
const maxLineLength = 4000;
/** Shorter values would mask ordinary words. */
const shortestSecret = 8;

/** Shapes of well-known secrets, for those that aren't in the tenant's secrets file (any more). */
const shapes: readonly RegExp[] = [
  /\b(?:sk|pk|rk)-[A-Za-z0-9_-]{16,}/g,
  /\bxox[a-z]-[A-Za-z0-9-]{10,}/g,
  /\bxapp-[A-Za-z0-9-]{10,}/g,
  /\bgh[a-z]_[A-Za-z0-9]{20,}/g,
  /\bAIza[A-Za-z0-9_-]{30,}/g,
  /\b\d{6,12}:[A-Za-z0-9_-]{30,}/g,
  /\beyJ[A-Za-z0-9_-]{10,}\.[A-Za-z0-9_-]{10,}\.[A-Za-z0-9_-]*/g,
  /(?<=\bBearer\s+)[A-Za-z0-9._~+/=-]{8,}/gi,
  /(?<=\b(?:token|password|secret|api[_-]?key)["']?\s*[=:]\s*["']?)[^\s"',;}]{8,}/gi,
];

/**
 * Makes a mask for lines that go to people: known secret values and what looks
 * like a secret become "[masked]", control characters go, long lines are cut.
 *
 * @param secrets values as they are in the tenant's secrets file; those of several lines are masked line by line
 */
export function createMask(secrets: readonly string[]): Mask {
  const known = [...new Set(secrets.flatMap(spellings))].sort((a, b) => b.length - a.length);
  return (line) => {
    let text = stripVTControlCharacters(line).replaceAll("\r", "");
    for (const value of known) text = text.replaceAll(value, masked);
    for (const shape of shapes) text = text.replace(shape, masked);
    return text.length > maxLineLength ? `${text.slice(0, maxLineLength)}…` : text;
  };
}

function spellings(secret: string): string[] {
  return secret
    .split("\n")
    .map((line) => line.trim())
    .filter((line) => line.length >= shortestSecret)
    .flatMap((line) => [line, JSON.stringify(line).slice(1, -1), encodeURIComponent(line)]);
}
