import { z } from "zod";
import { db } from "#lib/db/db.ts";
import type { Prisma } from "#lib/db/generated/client.ts";
import { type Actor, authorize } from "../actor.ts";
import { likeText, type Page, pageFields, pageWindow } from "../page.ts";
import { parseInput } from "../parse-input.ts";
import { lineField } from "../text-field.ts";
import type { ClientRowDto } from "./client-dto.ts";
import { clientInclude, toClientRowDto } from "./client-row.ts";

const listClientsInput = z.object({
  /** Part of the name. */
  search: lineField(120).optional(),
  status: z.enum(["active", "archived", "all"]).default("active"),
  /** A user's id, or `none` for clients that nobody looks after. */
  accountManagerId: z.union([z.uuid(), z.literal("none")]).optional(),
  sort: z.enum(["name", "createdAt", "tenantCount"]).default("name"),
  direction: z.enum(["asc", "desc"]).default("asc"),
  ...pageFields,
});
export type ListClientsInput = z.input<typeof listClientsInput>;
type Filter = z.output<typeof listClientsInput>;

export async function listClients(actor: Actor, input: ListClientsInput): Promise<Page<ClientRowDto>> {
  authorize(actor, "client.read");
  const filter = parseInput(listClientsInput, input);
  const where = whereOf(filter);
  const [total, clients] = await Promise.all([
    db.client.count({ where }),
    db.client.findMany({ where, include: clientInclude, orderBy: orderOf(filter), ...pageWindow(filter) }),
  ]);
  return { rows: clients.map(toClientRowDto), total, page: filter.page, pageSize: filter.pageSize };
}

function whereOf({ search, status, accountManagerId }: Filter): Prisma.ClientWhereInput {
  return {
    ...(search && { name: { contains: likeText(search), mode: "insensitive" } }),
    ...(status !== "all" && { archivedAt: status === "active" ? null : { not: null } }),
    ...(accountManagerId && { accountManagerId: accountManagerId === "none" ? null : accountManagerId }),
  };
}

/** The id comes last, so that equal rows keep their place from page to page. */
function orderOf({ sort, direction }: Filter): Prisma.ClientOrderByWithRelationInput[] {
  const byId = { id: "asc" } as const;
  switch (sort) {
    case "name":
      return [{ name: direction }, byId];
    case "createdAt":
      return [{ createdAt: direction }, byId];
    case "tenantCount":
      return [{ tenants: { _count: direction } }, { name: "asc" }, byId];
  }
}
