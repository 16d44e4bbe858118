import { z } from "zod";
import { channelFields } from "#lib/domain/channel/channel-field.ts";
import { type ChannelKind, channelKindSchema } from "#lib/domain/channel/channel-kind.ts";
import { secretPathOf } from "#lib/domain/credential/secret-name.ts";
import { type Actor, authorize } from "#lib/services/actor.ts";
import { hostOfTenant } from "#lib/services/columns/host-of-tenant.ts";
import { changeOnHost } from "#lib/services/host-change/change-on-host.ts";
import { lockTenant } from "#lib/services/operation/lock-tenant.ts";
import { refuseUntilSettled } from "#lib/services/operation/refuse-while-changing.ts";
import { parseInput } from "#lib/services/parse-input.ts";
import { notFound, ServiceError } from "#lib/services/service-error.ts";
import { slugReference } from "#lib/services/slug-reference.ts";
import { sharingAcceptanceSchema } from "./accept-sharing.ts";
import type { RotatedDto } from "./credential-dto.ts";
import { enteredSecretSchema, toEnteredTrace, traceSecrets } from "./entered-secret.ts";
import { lockFingerprints } from "./find-holders.ts";
import { identify } from "./identify.ts";
import { savedAddress } from "./refuse-moved-secrets.ts";
import { rotationChange } from "./rotation-change.ts";
import { setSecrets, timeoutFor } from "./set-secrets.ts";

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
  const hostId = await hostOfTenant(slug);
  const identity = place === null ? null : await identify(hostId, place.kind, { [place.key]: value });
  const entered = await traceSecrets(hostId, { [pointer]: value });
  const { result: credential, answer } = await changeOnHost(rotationChange, actor, slug, {
    label: `the rotation of ${pointer}`,
    timeoutMs: timeoutFor(entered),
    async lock(tx, name) {
      const tenant = await lockTenant(tx, name);
      refuseUntilSettled(tenant);
      return tenant;
    },
    async plan(tx, tenant) {
      const traces = entered.map(toEnteredTrace);
      await lockFingerprints(
        tx,
        traces.map(({ fingerprint }) => fingerprint),
      );
      const where = { tenantId_pointer: { tenantId: tenant.id, pointer } };
      const before = await tx.credential.findUnique({ where });
      if (before === null || before.kind === "gateway_token") throw notFound("credential");
      const { kind, label, provider } = before;
      const address = savedAddress(pointer, tenant.gateway);
      return { pointer, kind, label, provider, identity, address, entered: traces, acceptance };
    },
    foresee: (intent) => intent.entered,
    async call({ agent, slug: name, changeId, intent }) {
      const order = { slug: name, changeId, address: intent.address };
      return { facts: intent.entered, answer: await setSecrets(agent, order, entered) };
    },
  });
  return { credential, reload: answer?.[0] ?? { state: "stopped" } };
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
