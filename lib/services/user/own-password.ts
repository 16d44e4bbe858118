import { z } from "zod";

const passwordMinLength = 12;
export const passwordMaxLength = 200;

/** A password that a person chooses. Long beats complicated, so length is the only demand on its letters. */
export const ownPasswordField = z
  .string()
  .min(
    passwordMinLength,
    `Use at least ${passwordMinLength} characters; a short sentence is a good password.`,
  )
  .max(passwordMaxLength, `Use at most ${passwordMaxLength} characters.`)
  .refine((password) => new Set(password).size >= 5, "Use at least 5 different characters.");

/** Why a chosen password can't be taken by this person; null when it can. */
export function passwordWeakness(
  password: string,
  person: { email: string; current: string },
): string | null {
  const plain = password.normalize("NFKC").toLowerCase();
  if (password.normalize("NFKC") === person.current.normalize("NFKC"))
    return "Choose one that differs from the old one.";
  if (plain.includes(person.email)) return "Choose one that doesn't contain your email address.";
  return null;
}
