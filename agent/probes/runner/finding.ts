import { createHash } from "node:crypto";
import type { Finding } from "./protocol.ts";

/** What the kernel answers when it turns somebody away, or when for them there is nothing. */
const turnedAway = new Set([
  "EACCES",
  "EPERM",
  "ENOENT",
  "ENOTDIR",
  "EROFS",
  "ESRCH",
  "ECONNREFUSED",
  "ECONNRESET",
  "EHOSTUNREACH",
  "ENETUNREACH",
  "ETIMEDOUT",
  "EEXIST",
  "EXDEV",
  "ELOOP",
]);

const shownTexts = 3;

export const reached = (seen: string, proof?: string): Finding =>
  proof === undefined ? { outcome: "reached", seen } : { outcome: "reached", seen, proof };
export const refused = (seen: string): Finding => ({ outcome: "refused", seen });
export const unmeasured = (seen: string): Finding => ({ outcome: "unmeasured", seen });

export function codeOf(error: unknown): string {
  return (error as NodeJS.ErrnoException | null)?.code ?? (error instanceof Error ? error.message : "error");
}

/** A failed try: turned away, or something that says nothing about the wall. */
export function failed(what: string, error: unknown): Finding {
  const code = codeOf(error);
  return turnedAway.has(code) ? refused(`${what}: ${code}.`) : unmeasured(`${what}: ${code}.`);
}

/** One finding of several tries of the same thing: any way in counts, then any doubt, then the walls. */
export function worstOf(findings: readonly Finding[], nothing: string): Finding {
  const through = findings.filter(({ outcome }) => outcome === "reached");
  if (through.length > 0) {
    const proof = through.find((finding) => finding.proof !== undefined)?.proof;
    return reached(join(through), proof);
  }
  const doubtful = findings.filter(({ outcome }) => outcome === "unmeasured");
  if (doubtful.length > 0) return unmeasured(join(doubtful));
  return findings.length > 0 ? refused(join(findings)) : unmeasured(nothing);
}

export function digest(content: Buffer | string): string {
  return createHash("sha256").update(content).digest("hex");
}

function join(findings: readonly Finding[]): string {
  const texts = [...new Set(findings.map(({ seen }) => seen))];
  const shown = texts.slice(0, shownTexts).join(" ");
  return (texts.length > shownTexts ? `${shown} And ${texts.length - shownTexts} more.` : shown).slice(
    0,
    500,
  );
}
