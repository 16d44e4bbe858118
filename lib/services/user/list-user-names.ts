import { db } from "#lib/db/db.ts";
import { type Actor, authorize } from "../actor.ts";
import type { UserNameDto } from "./user-dto.ts";

/** The active people of the installation, by name, for whoever picks an account manager. */
export async function listUserNames(actor: Actor): Promise<readonly UserNameDto[]> {
  authorize(actor, "user.list-names");
  return db.user.findMany({
    where: { disabledAt: null },
    select: { id: true, name: true, role: true },
    orderBy: [{ name: "asc" }, { id: "asc" }],
    take: 1000,
  });
}
