import { BeyondLimit } from "./protocol.ts";

const maxEntries = 2000;
/** OpenClaw reads no larger one at all. */
const maxBytes = 1024 * 1024;
/** What `dotenv` takes for an assignment, from where its name begins. A quoted value goes over lines. */
const assignment =
  /(?:export\s+)?([\w.-]+)(?:\s*=\s*?|:\s+?)(\s*'(?:\\'|[^'])*'|\s*"(?:\\"|[^"])*"|\s*`(?:\\`|[^`])*`|[^#\r\n]+)?\s*(?:#.*)?$/my;
const lineEnd = /[\n\u2028\u2029]/g;
const afterSpace = /\S/g;

/**
 * The variables of a dotenv file as the `dotenv` package reads it, which
 * OpenClaw uses: the last of a name. Line for line, because its own expression
 * takes a time that grows with the square of the blank lines.
 */
export function parseDotenv(text: string): [name: string, value: string][] {
  if (Buffer.byteLength(text) > maxBytes) return [];
  const lines = text.replace(/\r\n?/g, "\n");
  const found = new Map<string, string>();
  for (let line = 0; line >= 0; ) {
    const start = at(afterSpace, lines, line);
    if (start < 0) break;
    assignment.lastIndex = start;
    const match = assignment.exec(lines);
    if (match?.[1] !== undefined) {
      found.set(match[1], textOf(match[2] ?? ""));
      if (found.size > maxEntries) throw new BeyondLimit(`it has more than ${maxEntries} entries`);
    }
    const end = at(lineEnd, lines, match === null ? start : assignment.lastIndex);
    line = end < 0 ? -1 : end + 1;
  }
  return [...found];
}

function textOf(raw: string): string {
  const value = raw.trim();
  const bare = value.replace(/^(['"`])([\s\S]*)\1$/gm, "$2");
  return value.startsWith('"') ? bare.replaceAll("\\n", "\n").replaceAll("\\r", "\r") : bare;
}

/** Where the expression matches next; -1 where it doesn't. */
function at(expression: RegExp, text: string, from: number): number {
  expression.lastIndex = from;
  return expression.exec(text)?.index ?? -1;
}
