import { createHash } from "node:crypto";
import { constants } from "node:os";

/**
 * Why an attempt was turned away; of several walls the first in this order
 * counts. `silence` nobody answered in time · `errno` the kernel said so ·
 * `absent` for it there is nothing of the kind · `another` what it met is not
 * the target's · `closed` it met it and got nothing of it · `http` and
 * `gateway` what stands there answered, and turned it away.
 */
export const refusals = ["silence", "errno", "absent", "another", "closed", "http", "gateway"] as const;
export type Refusal = (typeof refusals)[number];

/**
 * Why an attempt says nothing about the wall; of several doubts the first in
 * this order counts. `untried` it was not made · `unclear` what came of it can
 * be read either way · `silence`, `errno`, `http` and `gateway` so can what it
 * was told · `nothing` there is nothing that could be got at.
 */
export const doubts = ["untried", "unclear", "silence", "errno", "http", "gateway", "nothing"] as const;
export type Doubt = (typeof doubts)[number];

/** The errno, HTTP status or code of the Gateway's that an attempt was told. */
export const factPattern = /^[\w.-]{1,60}$/;

type Missed = { readonly seen: string; readonly fact?: string | undefined };

/**
 * What was tried and what came of it. The words in `seen` are for people and
 * decide nothing. `proof` is the SHA-256 of a canary that was read.
 */
export type Finding =
  | { readonly outcome: "reached"; readonly seen: string; readonly proof?: string | undefined }
  | (Missed & { readonly outcome: "refused"; readonly code: Refusal })
  | (Missed & { readonly outcome: "unmeasured"; readonly code: Doubt });

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

export const reached = (seen: string, proof?: string): Finding =>
  proof === undefined ? { outcome: "reached", seen } : { outcome: "reached", seen, proof };
export const refused = (code: Refusal, seen: string, fact?: string | number): Finding => ({
  outcome: "refused",
  code,
  seen,
  ...factOf(fact),
});
export const unmeasured = (code: Doubt, seen: string, fact?: string | number): Finding => ({
  outcome: "unmeasured",
  code,
  seen,
  ...factOf(fact),
});

function factOf(fact: string | number | undefined): { fact?: string } {
  const text = String(fact ?? "");
  return factPattern.test(text) ? { fact: text } : {};
}

export function proofOf(finding: Finding | null | undefined): string | null {
  return finding?.outcome === "reached" ? (finding.proof ?? null) : null;
}

export function codeOf(error: unknown): string {
  return (error as NodeJS.ErrnoException | null)?.code ?? (error instanceof Error ? error.message : "error");
}

/** True for what a kernel says, or what stands for it where nobody answered. */
export function isErrno(code: string): boolean {
  return code in constants.errno;
}

/** A failed try: turned away, or something that says nothing about the wall. */
export function failed(what: string, error: unknown): Finding {
  const code = codeOf(error);
  const seen = `${what}: ${code}.`;
  if (turnedAway.has(code)) return refused("errno", seen, code);
  return unmeasured(isErrno(code) ? "errno" : "unclear", seen, code);
}

export function digest(content: Buffer | string): string {
  return createHash("sha256").update(content).digest("hex");
}
