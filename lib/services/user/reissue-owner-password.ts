import { type Db, db } from "#lib/db/db.ts";
import type { Actor } from "../actor.ts";
import type { FirstOwner } from "./create-first-owner.ts";
import { setOneTimePassword } from "./set-one-time-password.ts";

const setup: Actor = { kind: "setup", name: "Command on the host" };

/**
 * The way back in for somebody with the host's command line: a new one-time password for the oldest
 * active owner, whose sessions end. Null when there is no active owner.
 */
export async function reissueOwnerPassword(database: Db = db): Promise<FirstOwner | null> {
  const owner = await database.user.findFirst({
    where: { role: "owner", disabledAt: null },
    orderBy: { createdAt: "asc" },
  });
  if (!owner) return null;
  const { user, oneTimePassword } = await setOneTimePassword(database, setup, owner.id);
  return { email: user.email, oneTimePassword };
}
