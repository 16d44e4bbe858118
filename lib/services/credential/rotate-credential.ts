import { z } from "zod";
import { db } from "#lib/db/db.ts";
import { channelFields } from "#lib/domain/channel/channel-form.ts";
import { type ChannelKind, channelKindSchema } from "#lib/domain/channel/channel-kind.ts";
import { secretPathOf } from "#lib/domain/credential/secret-name.ts";
import { recordActivity } from "#lib/services/activity/index.ts";
import { type Actor, authorize } from "#lib/services/actor.ts";
import { slugReference } from "#lib/services/gateway/gateway-input.ts";
import { lockTenant } from "#lib/services/gateway/lock-tenant.ts";
import { parseInput } from "#lib/services/parse-input.ts";
import { notFound, ServiceError } from "#lib/services/service-error.ts";
import { sharingAcceptanceSchema } from "./accept-sharing.ts";
import type { RotatedDto } from "./credential-dto.ts";
import { toCredentialDto } from "./credential-row.ts";
import { enteredSecretSchema, traceSecrets } from "./entered-secret.ts";
import { identify } from "./identify.ts";
import { savedAddress } from "./refuse-moved-secrets.ts";
import { secretTransaction, storeSecrets } from "./store-secrets.ts";

const inputSchema = z.object({
  slug: slugReference,
  /** Where the secret lies: a credential's `pointer`. */
  pointer: z.string().max(160),
  value: enteredSecretSchema,
  acceptance: sharingAcceptanceSchema.optional(),
});
export type RotateCredentialInput = z.input<typeof inputSchema>;

/**
 * Puts another secret in the place of one. A running Gateway reads it at once.
 *
 * @throws ServiceError INVALID when it has the wrong form or the provider refuses it; CONFLICT when
 *   another tenant has it
 */
export async function rotateCredential(actor: Actor, input: RotateCredentialInput): Promise<RotatedDto> {
  authorize(actor, "credential.rotate");
  const { slug, pointer, value, acceptance } = parseInput(inputSchema, input);
  const place = channelPlaceOf(pointer);
  if (place !== null) refuseWrongForm(place, value);
  const identity = place === null ? null : await identify(place.kind, { [place.key]: value });
  const entered = await traceSecrets({ [pointer]: value });
  return db.$transaction(async (tx) => {
    const tenant = await lockTenant(tx, slug);
    const where = { tenantId_pointer: { tenantId: tenant.id, pointer } };
    const before = await tx.credential.findUnique({ where });
    if (before === null || before.kind === "gateway_token") throw notFound("credential");
    const { kind, label, provider } = before;
    const address = savedAddress(pointer, tenant.gateway);
    const [reload] = await storeSecrets(tx, actor, tenant, entered, {
      kind,
      label,
      provider,
      identity,
      address,
      acceptance,
    });
    await recordActivity(tx, actor, {
      action: "credential.rotate",
      tenantId: tenant.id,
      clientId: tenant.clientId,
      details: { slug, label, pointer, address: address ?? "", identity: identity ?? "" },
    });
    const after = await tx.credential.findUniqueOrThrow({ where });
    const accepted = await tx.riskAcceptance.findMany({
      where: { tenantId: tenant.id, kind: "item", revokedAt: null },
    });
    return {
      credential: toCredentialDto(after, accepted, new Date()),
      reload: reload ?? { state: "stopped" },
    };
  }, secretTransaction);
}

type ChannelPlace = { readonly kind: ChannelKind; readonly key: string };

function channelPlaceOf(pointer: string): ChannelPlace | null {
  const [area, kind, , key] = secretPathOf(pointer) ?? [];
  const known = channelKindSchema.safeParse(kind);
  return area === "channels" && known.success && key !== undefined ? { kind: known.data, key } : null;
}

function refuseWrongForm({ kind, key }: ChannelPlace, value: string): void {
  const format = channelFields(kind).find((field) => field.key === key)?.format;
  if (format === undefined || format.pattern.test(value.trim())) return;
  throw new ServiceError("INVALID", format.problem, {
    nextStep: "Copy the secret again from the provider.",
    fields: { value: format.problem },
  });
}
