import { type Db, db } from "#lib/db/db.ts";
import { recordActivity } from "../activity/record-activity.ts";
import type { Actor } from "../actor.ts";
import { createOneTimePassword, digestOneTimePassword } from "./one-time-password.ts";
import { hashPassword } from "./password-hash.ts";

export type FirstOwner = { readonly email: string; readonly oneTimePassword: string };

const email = "owner@bulkhead.local";
const setup: Actor = { kind: "setup", name: "First start" };

/**
 * Makes the first owner of a new installation. Null once any user exists. Concurrent calls make one
 * owner between them, and only the call that made it gets the password.
 */
export async function createFirstOwner(database: Db = db): Promise<FirstOwner | null> {
  if ((await database.user.count()) > 0) return null;
  const oneTimePassword = createOneTimePassword();
  const oneTimeDigest = digestOneTimePassword(oneTimePassword);
  const passwordHash = await hashPassword(oneTimePassword);
  return database.$transaction(async (tx) => {
    await tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtextextended('bulkhead.first-owner', 0))`;
    if ((await tx.user.count()) > 0) return null;
    await tx.user.create({ data: { email, name: "Owner", role: "owner", passwordHash, oneTimeDigest } });
    await recordActivity(tx, setup, { action: "user.create", details: { email, role: "owner" } });
    return { email, oneTimePassword };
  });
}
