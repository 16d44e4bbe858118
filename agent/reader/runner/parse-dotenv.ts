import { Unreadable } from "./protocol.ts";

const maxEntries = 2000;
const assignment = /^(?:export[ \t]+)?([A-Za-z_][A-Za-z0-9_]*)[ \t]*=/;

/** Reads `NAME=value` lines as a dotenv file has them, the last of a name; in time that grows with the text alone. */
export function parseDotenv(text: string): [name: string, value: string][] {
  const found = new Map<string, string>();
  for (const line of text.split("\n")) {
    const start = line.trimStart();
    const match = assignment.exec(start);
    if (match?.[1] === undefined) continue;
    found.set(match[1], unquoted(start.slice(match[0].length).trim()));
    if (found.size > maxEntries) throw new Unreadable(`it has more than ${maxEntries} entries`);
  }
  return [...found];
}

/** What is quoted goes to the last such quote; anything else to a "#" after a space. */
function unquoted(raw: string): string {
  const quote = raw.charAt(0);
  const end = ['"', "'", "`"].includes(quote) ? raw.lastIndexOf(quote) : 0;
  if (end > 0) return raw.slice(1, end);
  for (let at = raw.indexOf("#"); at >= 0; at = raw.indexOf("#", at + 1)) {
    if (/\s/.test(raw.charAt(at - 1))) return raw.slice(0, at).trimEnd();
  }
  return raw;
}
