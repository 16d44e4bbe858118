import { z } from "zod";
import { db } from "#lib/db/db.ts";
import { modelSettingSchema } from "#lib/domain/model/model-setting.ts";
import { slugSchema } from "#lib/domain/tenant/slug.ts";
import { type Actor, authorize } from "#lib/services/actor.ts";
import { slugReference } from "#lib/services/gateway/gateway-input.ts";
import { askAgent } from "#lib/services/host/host-agent.ts";
import { parseInput } from "#lib/services/parse-input.ts";
import { notFound } from "#lib/services/service-error.ts";
import type { KeyCheckDto } from "./credential-dto.ts";
import { enteredSecretSchema, traceSecrets } from "./entered-secret.ts";
import { findHolders } from "./find-holders.ts";

const inputSchema = z.object({
  slug: slugReference,
  setting: modelSettingSchema.pick({ provider: true, api: true, baseUrl: true, models: true }),
  /** Left out: the key on the host is checked. */
  apiKey: enteredSecretSchema.optional(),
});
export type CheckModelKeyInput = z.input<typeof inputSchema>;

/** Says whether a provider takes a key, which of the models it has, and who else has the key; keeps nothing. */
export async function checkModelKey(actor: Actor, input: CheckModelKeyInput): Promise<KeyCheckDto> {
  authorize(actor, "credential.set");
  const { slug, setting, apiKey } = parseInput(inputSchema, input);
  const tenant = await db.tenant.findUnique({ where: { slug }, select: { id: true } });
  if (tenant === null) throw notFound("tenant");
  const { models, ...address } = setting;
  const order = { slug: slugSchema.parse(slug), ...address, ...(apiKey !== undefined && { apiKey }) };
  const [answer, traced] = await Promise.all([
    askAgent("model.check", order, { timeoutMs: 30_000 }),
    traceSecrets(apiKey === undefined ? {} : { apiKey }),
  ]);
  const fingerprints = traced.map(({ trace }) => trace.fingerprint);
  const listed = answer.state === "accepted" ? answer.models : null;
  return {
    answer,
    missing: listed === null ? [] : models.filter((model) => !listed.includes(model)),
    sharedWith: await findHolders(db, tenant.id, fingerprints),
  };
}
