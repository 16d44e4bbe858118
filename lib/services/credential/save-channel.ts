import { z } from "zod";
import { db } from "#lib/db/db.ts";
import { channelFields, findFieldProblems, findPeerProblem } from "#lib/domain/channel/channel-field.ts";
import { channelLabels } from "#lib/domain/channel/channel-kind.ts";
import {
  type ChannelSetting,
  channelSettingSchema,
  settingKeySchema,
} from "#lib/domain/channel/channel-setting.ts";
import { channelSecretName } from "#lib/domain/credential/secret-name.ts";
import { type Actor, authorize } from "#lib/services/actor.ts";
import { changeOnHost } from "#lib/services/host-change/change-on-host.ts";
import type { OperationDto } from "#lib/services/operation/operation-dto.ts";
import { parseInput } from "#lib/services/parse-input.ts";
import { notFound, ServiceError } from "#lib/services/service-error.ts";
import { slugReference } from "#lib/services/slug-reference.ts";
import { policyAcceptanceSchema } from "#lib/services/tool-policy/accept-policy-risks.ts";
import { sharingAcceptanceSchema } from "./accept-sharing.ts";
import { lockForConfiguration } from "./change-configuration.ts";
import { channelChange } from "./channel-change.ts";
import { enteredSecretSchema, toEnteredTrace, traceSecrets } from "./entered-secret.ts";
import { lockFingerprints } from "./find-holders.ts";
import { identify } from "./identify.ts";
import { refuseWhatOpenClawRefuses } from "./refuse-configuration.ts";
import { channelPlaceOf, type KeptSecret, refuseMovedSecrets } from "./refuse-moved-secrets.ts";
import { setSecrets, timeoutFor } from "./set-secrets.ts";

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
    identify(seen.hostId, kind, secrets),
    traceSecrets(seen.hostId, Object.fromEntries(pointers) as Record<string, string>),
    refuseWhatOpenClawRefuses(slug, setting, Object.keys(secrets)),
  ]);
  const prefix = channelSecretName(kind, accountId, "");
  const { result } = await changeOnHost(channelChange, actor, slug, {
    label: `the saving of ${label}`,
    timeoutMs: timeoutFor(entered),
    lock: lockForConfiguration,
    async plan(tx, tenant) {
      const traces = entered.map(toEnteredTrace);
      await lockFingerprints(
        tx,
        traces.map(({ fingerprint }) => fingerprint),
      );
      const kept = await tx.credential.findMany({
        where: { tenantId: tenant.id, pointer: { startsWith: prefix } },
      });
      const { address } = refuseMoved(setting, secrets, kept, tenant.gateway.channels);
      const keptKeys = kept.map(({ pointer }) => pointer.slice(prefix.length));
      refuseProblems(setting, secrets, keptKeys);
      return { setting, label, identity, address, entered: traces, acceptance, opening };
    },
    foresee: (intent) => intent.entered,
    isForHost: (intent) => intent.entered.length > 0,
    async call({ agent, slug: name, changeId, intent }) {
      const order = { slug: name, changeId, address: intent.address };
      return { facts: intent.entered, answer: await setSecrets(agent, order, entered) };
    },
  });
  return result;
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
