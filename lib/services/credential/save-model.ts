import { z } from "zod";
import { modelSecretName } from "#lib/domain/credential/secret-name.ts";
import { modelSettingSchema } from "#lib/domain/model/model-setting.ts";
import { type Actor, authorize } from "#lib/services/actor.ts";
import { hostOfTenant } from "#lib/services/columns/host-of-tenant.ts";
import { changeOnHost } from "#lib/services/host-change/change-on-host.ts";
import type { OperationDto } from "#lib/services/operation/operation-dto.ts";
import { parseInput } from "#lib/services/parse-input.ts";
import { ServiceError } from "#lib/services/service-error.ts";
import { slugReference } from "#lib/services/slug-reference.ts";
import { sharingAcceptanceSchema } from "./accept-sharing.ts";
import { lockForConfiguration } from "./change-configuration.ts";
import { enteredSecretSchema, toEnteredTrace, traceSecrets } from "./entered-secret.ts";
import { lockFingerprints } from "./find-holders.ts";
import { modelChange } from "./model-change.ts";
import { modelPlaceOf, refuseMovedSecrets } from "./refuse-moved-secrets.ts";
import { setSecrets, timeoutFor } from "./set-secrets.ts";

const inputSchema = z.object({
  slug: slugReference,
  setting: modelSettingSchema,
  label: z.string().trim().max(80).default(""),
  /** Left out: the key on the host stays as it is. */
  apiKey: enteredSecretSchema.optional(),
  acceptance: sharingAcceptanceSchema.optional(),
});
export type SaveModelInput = z.input<typeof inputSchema>;

/**
 * Adds a provider of models to a tenant, or changes one. Its key goes to the
 * host at once; the configuration follows as an operation.
 *
 * @throws ServiceError INVALID when the key on the host belongs to another address; CONFLICT when another tenant has the key
 */
export async function saveModel(actor: Actor, input: SaveModelInput): Promise<OperationDto> {
  authorize(actor, "credential.set");
  const { slug, setting, apiKey, acceptance, ...rest } = parseInput(inputSchema, input);
  const label = rest.label || setting.provider;
  const pointer = modelSecretName(setting.provider);
  const entered =
    apiKey === undefined ? [] : await traceSecrets(await hostOfTenant(slug), { [pointer]: apiKey });
  const { result } = await changeOnHost(modelChange, actor, slug, {
    label: `the saving of ${label}`,
    timeoutMs: timeoutFor(entered),
    lock: lockForConfiguration,
    async plan(tx, tenant) {
      const traces = entered.map(toEnteredTrace);
      await lockFingerprints(
        tx,
        traces.map(({ fingerprint }) => fingerprint),
      );
      const kept = await tx.credential.findMany({ where: { tenantId: tenant.id, pointer } });
      const place = modelPlaceOf(setting, tenant.gateway.models);
      if (setting.hasKey && apiKey === undefined) {
        if (kept.length === 0) throw keyMissing();
        refuseMovedSecrets(kept, place, () => "apiKey");
      }
      return { setting, label, entered: traces, acceptance };
    },
    foresee: (intent) => intent.entered,
    isForHost: (intent) => intent.entered.length > 0,
    async call({ agent, slug: name, changeId, intent }) {
      const { address } = modelPlaceOf(setting, []);
      return {
        facts: intent.entered,
        answer: await setSecrets(agent, { slug: name, changeId, address }, entered),
      };
    },
  });
  return result;
}

function keyMissing(): ServiceError {
  return new ServiceError("INVALID", "The provider's key is missing.", {
    nextStep: "Enter it, or say that the provider asks for none.",
    fields: { apiKey: "Enter the provider's key." },
  });
}
