import type { z } from "zod";
import type { Tx } from "#lib/db/db.ts";
import type { Slug } from "#lib/domain/tenant/slug.ts";
import type { AgentClient } from "#lib/host-agent/client/agent-client.ts";
import type { VerbRequest } from "#lib/host-agent/contract/verbs.ts";
import type { Actor } from "#lib/services/actor.ts";
import type { LockedTenant } from "#lib/services/operation/lock-tenant.ts";

/** Every kind of change that is made on a host at once, without steps. */
export const hostChangeKinds = [
  "save-channel",
  "save-model",
  "rotate-credential",
  "revoke-identity",
  "rotate-gateway-token",
  "adopt-config",
] as const;
export type HostChangeKind = (typeof hostChangeKinds)[number];

/** What a host has of a change. */
export type Seen<Facts> = {
  readonly facts: Facts;
  /** False when only a part of it was done. */
  readonly isWhole: boolean;
};

/** What every kind says of itself: what it is called, and what of the tenant it changes. */
export type ChangeSubject = {
  readonly kind: HostChangeKind;
  /** The agent closes it in turn with others of that area. */
  readonly of: VerbRequest<"change.close">["of"];
};

/**
 * How one kind of change is made sure of. What a person asks for is written as
 * an intent, then the host is called, then the outcome is written. Where the
 * answer is lost, the outcome is found on the host.
 */
export type HostChangeRecord<Intent, Facts, Result> = ChangeSubject & {
  /** Whoever sees the database sees it: it has no secret in it. */
  readonly intent: z.ZodType<Intent>;
  /** Asks the host what it has of the change; null for nothing. */
  look(agent: AgentClient, slug: Slug, intent: Intent): Promise<Seen<Facts> | null>;
  /** False while the outcome can't be written, because an operation is under way that must not see half of it. */
  canWrite(tenant: LockedTenant): boolean;
  /** Writes the outcome and the activity that tells of it. */
  write(tx: Tx, actor: Actor, tenant: LockedTenant, intent: Intent, facts: Facts): Promise<Result>;
  /** Writes what is true even though the rest was not done, or can't be written any more. */
  keep(tx: Tx, tenant: LockedTenant, intent: Intent, facts: Facts): Promise<void>;
};
