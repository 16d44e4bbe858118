import type { Prisma } from "#lib/db/generated/client.ts";

/** One line of the activity record. */
export type ActivityDto = {
  readonly id: string;
  /** ISO 8601. */
  readonly at: string;
  readonly actorKind: "user" | "job" | "setup";
  /** The user's id; null for jobs and setup. */
  readonly actorId: string | null;
  /** As it was at the time. */
  readonly actorName: string;
  /** `gateway.start`, `client.update`, … */
  readonly action: string;
  readonly clientId: string | null;
  readonly tenantId: string | null;
  readonly operationId: string | null;
  /** Names and values worth reading later. */
  readonly details: Readonly<Record<string, Prisma.JsonValue>>;
};

/** Newest first. */
export type ActivityPage = {
  readonly rows: readonly ActivityDto[];
  /** Pass as `before` to get older rows; null at the end. */
  readonly nextCursor: string | null;
};
