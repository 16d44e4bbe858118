import { z } from "zod";
import { channelKindSchema } from "#lib/domain/channel/channel-kind.ts";
import { accountIdSchema } from "#lib/domain/channel/channel-setting.ts";
import { secretNameSchema } from "#lib/domain/credential/secret-name.ts";
import { hardeningChoiceSchema } from "#lib/domain/hardening/setting.ts";
import { slugSchema } from "#lib/domain/tenant/slug.ts";
import { auditResultSchema } from "./audit.ts";
import { configIssuesSchema, configureResultSchema } from "./configure.ts";
import { adoptedResultSchema, adoptedSettingSchema, driftSchema } from "./drift.ts";
import { hostEvidenceSchema } from "./evidence.ts";
import { fixRequestSchema, fixResultSchema } from "./fix.ts";
import { generationSchema } from "./generation.ts";
import { hardeningReportSchema } from "./hardening.ts";
import { hostFactsSchema } from "./host-facts.ts";
import { keyCheckRequestSchema, keyCheckSchema } from "./model-key.ts";
import { observationSchema, watchEventSchema } from "./observation.ts";
import { ownWordSchema } from "./own-word.ts";
import { planSchema } from "./plan.ts";
import { policyReadingSchema } from "./policy.ts";
import { probeEventSchema } from "./probe.ts";
import {
  channelStatesSchema,
  identifiedSchema,
  identifyRequestSchema,
  linkSchema,
  qrDataUrlSchema,
  revocationSchema,
  rotationSchema,
  secretNamesSchema,
  secretSetSchema,
  secretTraceSchema,
  secretValueSchema,
  storedSecretSchema,
} from "./secrets.ts";
import { selfTestEventSchema } from "./self-test.ts";
import { shownTextSchema } from "./shown-value.ts";
import { tenantSpecSchema } from "./tenant-spec.ts";

const operationId = z.uuid();
const generation = generationSchema;
/** Names a change that is made without steps, so that one whose answer was lost can be closed. */
const changeId = z.uuid();
const slugOnly = z.strictObject({ slug: slugSchema });
const slugOperation = z.strictObject({ slug: slugSchema, operationId, generation });
const logSource = z.enum(["gateway", "output"]);

/**
 * Every verb of the agent: `POST /v1/<verb>` with a JSON body.
 * kind `unary` answers one `{ok,…}` document; `steps` answers NDJSON lines
 * `{"step":…}` and ends with one `{"ok":…}` line; `stream` answers NDJSON
 * `{"event":…}` lines until either side hangs up.
 * All verbs that change something are idempotent: a dropped connection is
 * repaired by calling again with the same arguments.
 */
export const verbs = {
  "host.facts": { kind: "unary", request: z.strictObject({}), result: hostFactsSchema },
  plan: { kind: "unary", request: z.strictObject({ spec: tenantSpecSchema }), result: planSchema },
  provision: {
    kind: "steps",
    request: z.strictObject({ spec: tenantSpecSchema, operationId, generation }),
    result: observationSchema,
  },
  /** Rewrites the configuration of a provisioned tenant. A restart that it needs is left to the caller. */
  configure: {
    kind: "steps",
    request: z.strictObject({ spec: tenantSpecSchema, operationId, generation }),
    result: configureResultSchema,
  },
  /** Puts a mistake right where that takes no guess; refuses when what was found has changed into something else. */
  "mistake.fix": {
    kind: "steps",
    request: fixRequestSchema.extend({ slug: slugSchema, operationId, generation }),
    result: fixResultSchema,
  },
  start: { kind: "steps", request: slugOperation, result: observationSchema },
  /** Stops, and returns only when no process of the Gateway is left. */
  stop: { kind: "steps", request: slugOperation, result: observationSchema },
  restart: { kind: "steps", request: slugOperation, result: observationSchema },
  /** Kills without asking first; does not wait for the tenant's lock. */
  kill: { kind: "steps", request: slugOperation, result: observationSchema },
  status: { kind: "unary", request: slugOnly, result: observationSchema },
  watch: { kind: "stream", request: z.strictObject({}), result: watchEventSchema },
  evidence: { kind: "unary", request: z.strictObject({}), result: hostEvidenceSchema },
  audit: { kind: "unary", request: slugOnly, result: auditResultSchema },
  /** Tries every tenant against every other, or only those named. Ends after `finished`; hanging up cancels. */
  probes: {
    kind: "stream",
    request: z.strictObject({ slugs: z.array(slugSchema).max(500).optional() }),
    result: probeEventSchema,
  },
  /** Plants leaks between two throwaway tenants, one at a time. Ends after `finished`; hanging up cancels. */
  "self-test": {
    kind: "stream",
    /** With Gateways the holes of running ones are planted, too; each of their starts takes a minute. */
    request: z.strictObject({ withGateways: z.boolean().optional() }),
    result: selfTestEventSchema,
  },
  "hardening.observe": { kind: "unary", request: slugOnly, result: hardeningReportSchema },
  /** Applies at once what it can, and restarts a running Gateway where that is needed. */
  "hardening.apply": {
    kind: "steps",
    request: z.strictObject({ slug: slugSchema, choice: hardeningChoiceSchema, operationId, generation }),
    result: observationSchema,
  },
  /** Asks the running Gateway what its agent can do, and tries a tool outside the policy. Changes nothing. */
  "policy.effective": { kind: "unary", request: slugOnly, result: policyReadingSchema },
  /** Has OpenClaw check, inside the boundary, what the configuration would be with these; changes nothing that is in use. */
  "config.check": {
    kind: "unary",
    request: tenantSpecSchema.pick({ slug: true, channels: true, models: true }),
    result: configIssuesSchema,
  },
  /** Null while the configuration on disk is what was last written or accepted. */
  "config.drift": { kind: "unary", request: slugOnly, result: driftSchema.nullable() },
  /** Accepts the file with this hash; `configure` then keeps its settings where they don't contradict the spec. */
  "config.adopt": {
    kind: "unary",
    request: z.strictObject({ slug: slugSchema, changeId, hash: z.string().regex(/^[0-9a-f]{64}$/) }),
    result: adoptedResultSchema,
  },
  /** Settings that were adopted, which every configuration keeps. */
  "config.adopted": {
    kind: "unary",
    request: slugOnly,
    result: z.strictObject({ settings: z.array(adoptedSettingSchema) }),
  },
  /** Forgets adopted settings; `configure` then writes what the spec asks for in their place. */
  "config.release": {
    kind: "unary",
    request: z.strictObject({
      slug: slugSchema,
      ids: z.array(adoptedSettingSchema.shape.id).min(1).max(500),
    }),
    result: z.strictObject({ paths: z.array(shownTextSchema) }),
  },
  /** What may be known of a secret, without keeping it. */
  "secrets.check": {
    kind: "unary",
    request: z.strictObject({ value: secretValueSchema }),
    result: secretTraceSchema,
  },
  /** Every secret in the tenant's secrets file, without its value. */
  "secrets.list": {
    kind: "unary",
    request: slugOnly,
    result: z.strictObject({ secrets: z.array(storedSecretSchema) }),
  },
  /** Puts a secret in its place, over one that is there; a running Gateway reads it at once. */
  "secrets.set": {
    kind: "unary",
    request: z.strictObject({
      slug: slugSchema,
      changeId,
      name: secretNameSchema,
      value: secretValueSchema,
      /** Where it is meant for. A running Gateway that still has another address reads it with the new one. */
      address: z.string().max(4000).optional(),
    }),
    result: secretSetSchema,
  },
  /** Takes secrets out of the file and searches the tenant's tree for their values. */
  "secrets.revoke": {
    kind: "unary",
    request: z.strictObject({ slug: slugSchema, changeId, names: secretNamesSchema }),
    result: revocationSchema,
  },
  /** Gives the Gateway another token; a running one goes on. Each call makes another. */
  "gateway-token.rotate": {
    kind: "unary",
    request: z.strictObject({ slug: slugSchema, changeId }),
    result: rotationSchema,
  },
  /**
   * Waits until a change that may be under way has ended, and refuses it from then on. What the host has of it
   * afterwards is what came of it: a call that was lost on the way does nothing any more.
   */
  "change.close": {
    kind: "unary",
    request: z.strictObject({ slug: slugSchema, changeId, of: z.enum(["secrets", "configuration"]) }),
    result: z.strictObject({}),
  },
  /** Asks a provider of models, from inside the boundary, whether it takes a key; nothing is kept. */
  "model.check": { kind: "unary", request: keyCheckRequestSchema, result: keyCheckSchema },
  /** Asks the provider whose secrets these are; nothing is kept. */
  "channel.identify": { kind: "unary", request: identifyRequestSchema, result: identifiedSchema },
  /** What the running Gateway says of itself. */
  "gateway.own-word": { kind: "unary", request: slugOnly, result: ownWordSchema },
  "channel.states": { kind: "unary", request: slugOnly, result: channelStatesSchema },
  /** Begins to link an account by a code that a phone scans, or waits for the phone. */
  "channel.link": {
    kind: "unary",
    request: z.strictObject({
      slug: slugSchema,
      kind: channelKindSchema,
      accountId: accountIdSchema,
      isBegun: z.boolean(),
      sessionKey: z.string().max(500).nullable(),
      /** The code that is shown now, so that a newer one is answered at once. */
      qrDataUrl: qrDataUrlSchema.nullable(),
    }),
    result: linkSchema,
  },
  /** `gateway` is OpenClaw's own log file, `output` what the process printed. Oldest line first. */
  "logs.tail": {
    kind: "unary",
    request: z.strictObject({
      slug: slugSchema,
      source: logSource,
      lines: z.number().int().min(1).max(1000),
    }),
    result: z.strictObject({ lines: z.array(z.string()), isTruncated: z.boolean() }),
  },
  "logs.follow": {
    kind: "stream",
    request: z.strictObject({ slug: slugSchema, source: logSource }),
    result: z.strictObject({ lines: z.array(z.string()) }),
  },
  /** Stops the Gateway and removes its tree and its OS user. `purge: false` keeps the backups directory, root-owned. */
  remove: {
    kind: "steps",
    request: z.strictObject({ slug: slugSchema, operationId, generation, purge: z.boolean() }),
    result: z.strictObject({ slug: slugSchema, isRemoved: z.literal(true) }),
  },
} as const;

export type Verb = keyof typeof verbs;
export type VerbKind<V extends Verb> = (typeof verbs)[V]["kind"];
export type VerbRequest<V extends Verb> = z.input<(typeof verbs)[V]["request"]>;
export type VerbResult<V extends Verb> = z.output<(typeof verbs)[V]["result"]>;
export type VerbsOfKind<K extends VerbKind<Verb>> = { [V in Verb]: VerbKind<V> extends K ? V : never }[Verb];
