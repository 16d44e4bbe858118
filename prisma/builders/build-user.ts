import { db } from "#lib/db/db.ts";
import type { Prisma, User } from "#lib/db/generated/client.ts";
import type { Actor } from "#lib/services/actor.ts";
import { unique } from "./unique.ts";

/** An operator who has changed the one-time password already, with a hash that no password fits. */
export async function buildUser(overrides: Partial<Prisma.UserUncheckedCreateInput> = {}): Promise<User> {
  const name = unique("user");
  return db.user.create({
    data: {
      email: `${name}@example.com`,
      name,
      role: "operator",
      passwordHash: "no-password-fits",
      mustChangePassword: false,
      ...overrides,
    },
  });
}

/** The person as the services see them. */
export function actorOf(user: User): Actor {
  return { kind: "user", userId: user.id, name: user.name, role: user.role };
}
