/** Kinds of sign-in that OpenClaw has. */
export const authModes = ["token", "password", "trusted-proxy", "none"] as const;

/** A word of a configuration where it is one that OpenClaw knows; anything else may be a secret in the wrong place. */
export function knownWord(word: string, known: readonly string[]): string {
  return known.includes(word) ? word : "another word";
}
