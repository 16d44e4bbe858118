import { z } from "zod";
import { db } from "#lib/db/db.ts";
import { channelFields, findFieldProblems, findPeerProblem } from "#lib/domain/channel/channel-form.ts";
import { channelLabels } from "#lib/domain/channel/channel-kind.ts";
import {
  type ChannelSetting,
  channelKey,
  channelSettingSchema,
  channelSettingsSchema,
  settingKeySchema,
} from "#lib/domain/channel/channel-setting.ts";
import { isSecretOf } from "#lib/domain/channel/setting-form.ts";
import { channelSecretName } from "#lib/domain/credential/secret-name.ts";
import { recordActivity } from "#lib/services/activity/index.ts";
import { type Actor, authorize } from "#lib/services/actor.ts";
import { slugReference } from "#lib/services/gateway/gateway-input.ts";
import type { OperationDto } from "#lib/services/operation/operation-dto.ts";
import { parseInput } from "#lib/services/parse-input.ts";
import { notFound, ServiceError } from "#lib/services/service-error.ts";
import { policyAcceptanceSchema } from "#lib/services/tool-policy/accept-policy-risks.ts";
import { acceptOpening } from "./accept-opening.ts";
import { sharingAcceptanceSchema } from "./accept-sharing.ts";
import { beginConfiguration, lockForConfiguration } from "./change-configuration.ts";
import { enteredSecretSchema, traceSecrets } from "./entered-secret.ts";
import { identify } from "./identify.ts";
import { refuseWhatOpenClawRefuses } from "./refuse-configuration.ts";
import { channelPlaceOf, type KeptSecret, refuseMovedSecrets } from "./refuse-moved-secrets.ts";
import { secretTransaction, storeSecrets } from "./store-secrets.ts";

const inputSchema = z.object({
  slug: slugReference,
  setting: channelSettingSchema,
  label: z.string().trim().max(80).default(""),
  /** Those that are entered now, by their key; others stay as they are on the host. */
  secrets: z.record(settingKeySchema, enteredSecretSchema).default({}),
  acceptance: sharingAcceptanceSchema.optional(),
  /** Why it is acceptable that this channel gives strangers what the tool policy allows; needed only then. */
  opening: policyAcceptanceSchema.optional(),
});
export type SaveChannelInput = z.input<typeof inputSchema>;

/**
 * Adds a channel identity to a tenant, or changes one. Secrets go to the host
 * at once; the configuration follows as an operation.
 *
 * @throws ServiceError INVALID when OpenClaw refuses the configuration, the provider a secret, or the channel opens the tenant's tools to
 *   strangers and nobody accepted that, or a secret on the host belongs to another address, CONFLICT when another tenant has a secret
 */
export async function saveChannel(actor: Actor, input: SaveChannelInput): Promise<OperationDto> {
  authorize(actor, "credential.set");
  const { slug, setting, secrets, acceptance, opening, ...rest } = parseInput(inputSchema, input);
  const { kind, accountId } = setting;
  const label = rest.label || channelLabels[kind];
  // What has the wrong form isn't shown to a provider; whether something is missing is asked below.
  const allKeys = channelFields(kind).map(({ key }) => key);
  refuseProblems(setting, secrets, allKeys);
  // Asked before OpenClaw is given the new address together with references to the old secrets, and again below.
  const seen = await db.tenant.findUnique({ where: { slug }, include: { gateway: true, credentials: true } });
  if (seen?.gateway == null) throw notFound("tenant");
  refuseMoved(setting, secrets, seen.credentials, seen.gateway.channels);
  const pointers = Object.entries(secrets).map(([key, value]) => [
    channelSecretName(kind, accountId, key),
    value,
  ]);
  const [identity, entered] = await Promise.all([
    identify(kind, secrets),
    traceSecrets(Object.fromEntries(pointers) as Record<string, string>),
    refuseWhatOpenClawRefuses(slug, setting, Object.keys(secrets)),
  ]);
  return db.$transaction(async (tx) => {
    const tenant = await lockForConfiguration(tx, slug);
    const before = channelSettingsSchema.parse(tenant.gateway.channels);
    const old = before.find((other) => channelKey(other) === channelKey(setting));
    const prefix = channelSecretName(kind, accountId, "");
    const kept = await tx.credential.findMany({
      where: { tenantId: tenant.id, pointer: { startsWith: prefix } },
    });
    const { address } = refuseMoved(setting, secrets, kept, tenant.gateway.channels);
    const keptKeys = kept.map(({ pointer }) => pointer.slice(prefix.length));
    refuseProblems(setting, secrets, keptKeys);
    const whole = { ...setting, secrets: secretKeys(setting, [...Object.keys(secrets), ...keptKeys]) };
    const others = before.filter((other) => channelKey(other) !== channelKey(setting));
    const channels = [...others, whole];
    await acceptOpening(tx, actor, tenant, channels, opening);
    await storeSecrets(tx, actor, tenant, entered, {
      kind: "channel",
      label,
      provider: channelLabels[kind],
      identity: identity ?? (entered.length === 0 ? (kept[0]?.identity ?? null) : null),
      address,
      acceptance,
    });
    await tx.credential.updateMany({
      where: { tenantId: tenant.id, pointer: { startsWith: prefix } },
      data: { label, address },
    });
    await tx.gateway.update({ where: { tenantId: tenant.id }, data: { channels } });
    await recordActivity(tx, actor, {
      action: "credential.set",
      tenantId: tenant.id,
      clientId: tenant.clientId,
      details: { slug, label, channel: channelKey(setting), address, identity: identity ?? "", isNew: !old },
    });
    return beginConfiguration(tx, actor, tenant);
  }, secretTransaction);
}

/** Answers with where the channel's secrets belong from now on. */
function refuseMoved(
  setting: ChannelSetting,
  entered: Readonly<Record<string, string>>,
  credentials: readonly KeptSecret[],
  channels: unknown,
) {
  const prefix = channelSecretName(setting.kind, setting.accountId, "");
  const place = channelPlaceOf(setting, channels);
  const keyOf = ({ pointer }: KeptSecret) => pointer.slice(prefix.length);
  const staying = credentials.filter((row) => row.pointer.startsWith(prefix) && !(keyOf(row) in entered));
  refuseMovedSecrets(staying, place, keyOf);
  return place;
}

function refuseProblems(
  setting: ChannelSetting,
  secrets: Readonly<Record<string, string>>,
  kept: readonly string[],
): void {
  const peerProblem = findPeerProblem(setting.kind, setting.allowFrom);
  const problems = {
    ...findFieldProblems(setting.kind, { ...setting.options, ...secrets }, kept),
    ...(peerProblem !== null && { "setting.allowFrom": peerProblem }),
  };
  if (Object.keys(problems).length === 0) return;
  throw new ServiceError("INVALID", "Some of what was entered can't be used.", {
    nextStep: "Correct the marked fields and try again.",
    fields: problems,
  });
}

/** Those of the channel's secrets that are on the host, in the order in which it asks for them. */
function secretKeys({ kind }: ChannelSetting, present: readonly string[]): string[] {
  const asked = channelFields(kind).map(({ key }) => key);
  const rank = (key: string) => (asked.includes(key) ? asked.indexOf(key) : asked.length);
  const known = [...new Set(present)].filter((key) => isSecretOf(kind, key));
  return known.sort((a, b) => rank(a) - rank(b) || a.localeCompare(b));
}
