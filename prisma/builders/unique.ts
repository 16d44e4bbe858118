import { randomBytes } from "node:crypto";

/** A name that no other row of the database has: `acme-3fa9c1`. */
export function unique(stem: string): string {
  return `${stem}-${randomBytes(3).toString("hex")}`;
}
