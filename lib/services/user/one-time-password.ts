import { randomInt } from "node:crypto";

// Without the letters and digits that are taken for each other when read aloud or copied by hand.
const letters = "abcdefghjkmnpqrstuvwxyz23456789";

/** Four groups of five letters, 99 bits. */
export function createOneTimePassword(): string {
  const group = () => Array.from({ length: 5 }, () => letters.charAt(randomInt(letters.length))).join("");
  return [group(), group(), group(), group()].join("-");
}
