import { z } from "zod";

// Postgres can't hold NUL, and a lone surrogate is no text at all.
const line = /^[^\p{Cc}\p{Cs}]*$/u;
const lines = /^(?:[^\p{Cc}\p{Cs}]|[\n\r\t])*$/u;

/** One line of text, trimmed, possibly empty. */
export function lineField(max: number) {
  return z
    .string()
    .trim()
    .max(max, `Use at most ${max} characters.`)
    .regex(line, "Remove line breaks and other control characters.");
}

/** Several lines of text, trimmed, possibly empty. */
export function textField(max: number) {
  return z
    .string()
    .trim()
    .max(max, `Use at most ${max} characters.`)
    .regex(lines, "Remove control characters.");
}

/** An email address, in lower case: two spellings of one address are one person. */
export const emailField = z
  .string()
  .trim()
  .toLowerCase()
  .max(254, "Use at most 254 characters.")
  .pipe(z.email("Enter an email address such as ada@example.com."));
