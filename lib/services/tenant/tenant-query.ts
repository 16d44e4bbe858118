import { z } from "zod";
import { db } from "#lib/db/db.ts";
import { Prisma } from "#lib/db/generated/client.ts";
import { verdictSchema, verdicts } from "#lib/domain/checklist/verdict.ts";
import { gatewayPhases } from "#lib/host-agent/contract/observation.ts";
import { auditStates } from "#lib/services/audit/audit-dto.ts";
import { likeText, pageFields, pageWindow } from "#lib/services/page.ts";
import { auditStateSql, hasMistakeSql, phaseSql, worstVerdictSql } from "./current-verdicts-sql.ts";

export const tenantQuery = z.object({
  /** Part of the slug, the tenant's name or the client's name. */
  search: z.string().trim().max(120).optional(),
  client: z.uuid().optional(),
  phase: z.enum([...gatewayPhases, "unknown"]).optional(),
  /** The worst verdict of its ten items. */
  verdict: verdictSchema.optional(),
  audit: z.enum(auditStates).optional(),
  /** Mistakes that were found: with or without somebody who answers for them. */
  risk: z.enum(["open", "accepted"]).optional(),
  archived: z.stringbool().or(z.boolean()).default(false),
  sort: z.enum(["name", "slug", "client", "phase", "verdict", "audit", "created"]).default("name"),
  direction: z.enum(["asc", "desc"]).default("asc"),
  ...pageFields,
});
export type TenantQuery = z.input<typeof tenantQuery>;
export type ParsedTenantQuery = z.output<typeof tenantQuery> & {
  /** Only tenants that have something on their host. */
  readonly isOnHost?: boolean;
};

/** The ids of one page of tenants, in order, and how many there are in all. */
export async function findTenantIds(
  query: ParsedTenantQuery,
  now: Date,
): Promise<{ ids: string[]; total: number }> {
  const from = Prisma.sql`
    FROM "Tenant" t
    JOIN "Client" c ON c."id" = t."clientId"
    JOIN "Host" h ON h."id" = t."hostId"
    JOIN "Gateway" g ON g."tenantId" = t."id"
    WHERE ${Prisma.join(conditions(query, now), " AND ")}`;
  const { skip, take } = pageWindow(query);
  const direction = query.direction === "asc" ? Prisma.sql`ASC` : Prisma.sql`DESC`;
  const [rows, [count]] = await Promise.all([
    db.$queryRaw<{ id: string }[]>`
      SELECT t."id" ${from} ORDER BY ${orders(query.sort, now)} ${direction}, t."id" LIMIT ${take} OFFSET ${skip}`,
    db.$queryRaw<{ total: bigint }[]>`SELECT count(*) AS total ${from}`,
  ]);
  return { ids: rows.map(({ id }) => id), total: Number(count?.total ?? 0) };
}

function conditions(query: ParsedTenantQuery, now: Date): Prisma.Sql[] {
  const list = [query.archived ? Prisma.sql`t."archivedAt" IS NOT NULL` : Prisma.sql`t."archivedAt" IS NULL`];
  if (query.search) {
    const pattern = `%${likeText(query.search)}%`;
    list.push(
      Prisma.sql`(t."slug" ILIKE ${pattern} OR t."name" ILIKE ${pattern} OR c."name" ILIKE ${pattern})`,
    );
  }
  if (query.isOnHost === true) {
    list.push(Prisma.sql`EXISTS (SELECT 1 FROM "PortBlock" p WHERE p."tenantId" = t."id")`);
  }
  if (query.client) list.push(Prisma.sql`t."clientId" = ${query.client}::uuid`);
  if (query.phase) list.push(Prisma.sql`${phaseSql(now)} = ${query.phase}`);
  if (query.verdict) list.push(Prisma.sql`${worstVerdictSql(now)} = ${verdicts.indexOf(query.verdict)}`);
  if (query.audit) list.push(Prisma.sql`${auditStateSql(now)} = ${query.audit}`);
  if (query.risk === "open") list.push(hasMistakeSql(now, false));
  if (query.risk === "accepted") list.push(hasMistakeSql(now, true));
  return list;
}

function orders(sort: ParsedTenantQuery["sort"], now: Date): Prisma.Sql {
  switch (sort) {
    case "name":
      return Prisma.sql`lower(t."name")`;
    case "slug":
      return Prisma.sql`t."slug"`;
    case "client":
      return Prisma.sql`lower(c."name")`;
    case "phase":
      return phaseSql(now);
    case "verdict":
      return worstVerdictSql(now);
    case "audit":
      return Prisma.sql`array_position(${[...auditStates]}::text[], ${auditStateSql(now)})`;
    case "created":
      return Prisma.sql`t."createdAt"`;
  }
}
