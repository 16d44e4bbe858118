import { db } from "#lib/db/db.ts";
import { createFirstOwner } from "#lib/services/user/create-first-owner.ts";
import { reissueOwnerPassword } from "#lib/services/user/reissue-owner-password.ts";

// A process of its own: the launcher itself keeps no database connection and no password.
const owner = process.argv[2] === "reissue" ? await reissueOwnerPassword() : await createFirstOwner();
await db.$disconnect();
process.send?.({ owner });
