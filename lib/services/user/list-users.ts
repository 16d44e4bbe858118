import { z } from "zod";
import { db } from "#lib/db/db.ts";
import type { Prisma } from "#lib/db/generated/client.ts";
import { type Actor, authorize } from "../actor.ts";
import { likeText, type Page, pageFields, pageWindow } from "../page.ts";
import { parseInput } from "../parse-input.ts";
import { lineField } from "../text-field.ts";
import { toUserDto, type UserDto } from "./user-dto.ts";

const listUsersInput = z.object({
  /** Part of a name or an email address. */
  search: lineField(100).optional(),
  ...pageFields,
});
export type ListUsersInput = z.input<typeof listUsersInput>;

/** Everybody who has or had access, active people first, then by name. */
export async function listUsers(actor: Actor, input: ListUsersInput): Promise<Page<UserDto>> {
  authorize(actor, "user.manage");
  const { search, page, pageSize } = parseInput(listUsersInput, input);
  const part = { contains: likeText(search ?? ""), mode: "insensitive" } as const;
  const where: Prisma.UserWhereInput = search ? { OR: [{ name: part }, { email: part }] } : {};
  const [total, users] = await Promise.all([
    db.user.count({ where }),
    db.user.findMany({
      where,
      include: { sessions: { orderBy: { lastSeenAt: "desc" }, take: 1, select: { lastSeenAt: true } } },
      orderBy: [{ disabledAt: { sort: "desc", nulls: "first" } }, { name: "asc" }, { id: "asc" }],
      ...pageWindow({ page, pageSize }),
    }),
  ]);
  return { rows: users.map(toUserDto), total, page, pageSize };
}
