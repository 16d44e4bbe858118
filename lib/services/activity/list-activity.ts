import { z } from "zod";
import { db } from "#lib/db/db.ts";
import type { Activity, Prisma } from "#lib/db/generated/client.ts";
import { type Actor, authorize } from "../actor.ts";
import { parseInput } from "../parse-input.ts";
import type { ActivityDto, ActivityPage } from "./activity-dto.ts";

const listActivityInput = z.object({
  tenantId: z.uuid().optional(),
  clientId: z.uuid().optional(),
  /** A whole action (`gateway.start`) or a thing (`gateway`). */
  action: z
    .string()
    .regex(/^[a-z-]+(\.[a-z-]+)?$/, "Name an action such as gateway.start.")
    .max(60)
    .optional(),
  /** Id of the user who acted. */
  actorId: z.uuid().optional(),
  /** `nextCursor` of the page before. */
  before: z
    .string()
    .regex(/^\d{1,18}$/, "This isn't a cursor of the activity list.")
    .optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
});
export type ListActivityInput = z.input<typeof listActivityInput>;

/** Who did what, newest first. Rows that arrive while somebody pages back never shift the pages. */
export async function listActivity(actor: Actor, input: ListActivityInput): Promise<ActivityPage> {
  authorize(actor, "activity.read");
  const filter = parseInput(listActivityInput, input);
  const rows = await db.activity.findMany({
    where: whereOf(filter),
    orderBy: { id: "desc" },
    take: filter.limit + 1,
  });
  const shown = rows.slice(0, filter.limit);
  const hasMore = rows.length > filter.limit;
  return { rows: shown.map(toDto), nextCursor: hasMore ? (shown.at(-1)?.id.toString() ?? null) : null };
}

function whereOf(filter: z.output<typeof listActivityInput>): Prisma.ActivityWhereInput {
  return {
    ...(filter.tenantId && { tenantId: filter.tenantId }),
    ...(filter.clientId && { clientId: filter.clientId }),
    ...(filter.actorId && { actorId: filter.actorId }),
    ...(filter.action && {
      action: filter.action.includes(".") ? filter.action : { startsWith: `${filter.action}.` },
    }),
    ...(filter.before && { id: { lt: BigInt(filter.before) } }),
  };
}

function toDto(row: Activity): ActivityDto {
  return {
    id: row.id.toString(),
    at: row.at.toISOString(),
    actorKind: kindOf(row.actorKind),
    actorId: row.actorId,
    actorName: row.actorName,
    action: row.action,
    clientId: row.clientId,
    tenantId: row.tenantId,
    operationId: row.operationId,
    details: detailsOf(row.details),
  };
}

function kindOf(kind: string): ActivityDto["actorKind"] {
  return kind === "user" || kind === "job" ? kind : "setup";
}

function detailsOf(details: Prisma.JsonValue): ActivityDto["details"] {
  if (typeof details !== "object" || details === null || Array.isArray(details)) return {};
  // A missing key is all that separates JsonObject from a record.
  return Object.fromEntries(Object.entries(details).map(([key, value]) => [key, value ?? null]));
}
