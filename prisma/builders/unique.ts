import { randomBytes } from "node:crypto";

/** A name that no other row of the database has: `acme-3fa9c10b52de`. Some tests make thousands; fewer bytes would meet again. */
export function unique(stem: string): string {
  return `${stem}-${randomBytes(6).toString("hex")}`;
}
