import { z } from "zod";
import { itemSchema } from "#lib/domain/checklist/item.ts";
import { gatewayWordSchema } from "#lib/domain/gateway-word/word-verdict.ts";
import { configurationViewSchema } from "#lib/domain/mistakes/configuration-view.ts";
import { gatewayRungSchema } from "#lib/domain/tenant/rung.ts";
import { slugSchema } from "#lib/domain/tenant/slug.ts";

/**
 * A value that must belong to one tenant alone. Two tenants with an equal
 * identity of one kind share the item; `path` also when one lies inside the other,
 * `port-range` also when the ranges overlap.
 */
export const identityKinds = [
  "path",
  "inode",
  "uid",
  "port-range",
  "fingerprint",
  "endpoint",
  "instance",
] as const;
export const identitySchema = z.strictObject({
  kind: z.enum(identityKinds),
  /** path: real path · inode: "device:inode" · uid: decimal · port-range: "first-last" · fingerprint: hex · endpoint: host:port, with the fingerprint of the account where a service keeps several · instance: who a Gateway is. */
  value: z.string(),
  /** What it is, for an operator: "workspace of the default agent". */
  label: z.string(),
});
export type Identity = z.infer<typeof identitySchema>;

/** Something observed that breaks the item by itself, whoever the neighbours are. */
export const defectSchema = z.strictObject({
  /** Stable id such as "workspace.outside-boundary". */
  id: z.string(),
  message: z.string(),
  nextStep: z.string(),
});
export type Defect = z.infer<typeof defectSchema>;

/** What the agent observed of one item of one tenant. Never holds a secret. */
export const itemEvidenceSchema = z.strictObject({
  item: itemSchema,
  /** False when the item could not be observed; `reason` then says why. */
  isMeasured: z.boolean(),
  reason: z.string().nullable(),
  /** The part of `reason` because of which a neighbour may share more than the identities tell; null for none. Left out by agents from before it was kept. */
  unseen: z.string().nullable().optional(),
  /** How it was observed: "stat of the directory; open files of pid 4711". */
  how: z.string(),
  /** What was seen, in order, for the screen and the report. */
  facts: z.array(z.strictObject({ label: z.string(), value: z.string() })),
  identities: z.array(identitySchema),
  defects: z.array(defectSchema),
  /** Whether the running Gateway says of itself what was seen; null where that is not this item's. Left out by agents from before it was asked. */
  word: gatewayWordSchema.nullable().optional(),
  at: z.iso.datetime(),
});
export type ItemEvidence = z.infer<typeof itemEvidenceSchema>;

export const tenantEvidenceSchema = z.strictObject({
  slug: slugSchema,
  rung: gatewayRungSchema,
  configHash: z.string().nullable(),
  version: z.string().nullable(),
  items: z.array(itemEvidenceSchema).length(10),
  /** What the rules for mistakes are held against; null or absent when it could not be had. */
  configuration: configurationViewSchema.nullish(),
});
export type TenantEvidence = z.infer<typeof tenantEvidenceSchema>;

/** Evidence of all tenants of a host, taken in one pass so that it can be compared. */
export const hostEvidenceSchema = z.strictObject({
  at: z.iso.datetime(),
  /** Accounts of the host that can log in or become root, and why. */
  accounts: z.array(z.strictObject({ name: z.string(), uid: z.number().int(), ways: z.array(z.string()) })),
  tenants: z.array(tenantEvidenceSchema),
});
export type HostEvidence = z.infer<typeof hostEvidenceSchema>;
