import { z } from "zod";
import { channelFields } from "#lib/domain/channel/channel-field.ts";
import { channelLabels } from "#lib/domain/channel/channel-kind.ts";
import {
  type ChannelSetting,
  channelKey,
  channelSettingSchema,
  channelSettingsSchema,
} from "#lib/domain/channel/channel-setting.ts";
import { isSecretOf } from "#lib/domain/channel/setting-form.ts";
import { channelSecretName } from "#lib/domain/credential/secret-name.ts";
import { recordActivity } from "#lib/services/activity/index.ts";
import type { HostChangeRecord } from "#lib/services/host-change/host-change-record.ts";
import type { OperationDto } from "#lib/services/operation/operation-dto.ts";
import { policyAcceptanceSchema } from "#lib/services/tool-policy/accept-policy-risks.ts";
import { acceptOpening } from "./accept-opening.ts";
import { acceptSharing, sharingAcceptanceSchema } from "./accept-sharing.ts";
import { beginConfiguration, isOpenForConfiguration } from "./change-configuration.ts";
import { type EnteredTrace, enteredTraceSchema } from "./entered-secret.ts";
import { keepCredentials } from "./keep-credentials.ts";
import { seeSecrets } from "./set-secrets.ts";

const intentSchema = z.object({
  setting: channelSettingSchema,
  label: z.string(),
  identity: z.string().nullable(),
  /** Where the channel's secrets belong from then on. */
  address: z.string(),
  entered: z.array(enteredTraceSchema),
  acceptance: sharingAcceptanceSchema.optional(),
  opening: policyAcceptanceSchema.optional(),
});
type Intent = z.output<typeof intentSchema>;

/** A channel identity of a tenant: its secrets on the host, its setting in the configuration that follows. */
export const channelChange: HostChangeRecord<Intent, readonly EnteredTrace[], OperationDto> = {
  kind: "save-channel",
  of: "secrets",
  intent: intentSchema,
  look: (agent, slug, { entered }) => seeSecrets(agent, slug, entered),
  canWrite: isOpenForConfiguration,
  async write(tx, actor, tenant, intent, stored) {
    const { setting, label, address, acceptance, opening } = intent;
    const prefix = channelSecretName(setting.kind, setting.accountId, "");
    const ofChannel = { tenantId: tenant.id, pointer: { startsWith: prefix } };
    const before = channelSettingsSchema.parse(tenant.gateway.channels);
    const isNew = !before.some((other) => channelKey(other) === channelKey(setting));
    const kept = await tx.credential.findMany({ where: ofChannel });
    const present = [...stored, ...kept].map(({ pointer }) => pointer.slice(prefix.length));
    const others = before.filter((other) => channelKey(other) !== channelKey(setting));
    const channels = [...others, { ...setting, secrets: secretKeys(setting, present) }];
    await acceptOpening(tx, actor, tenant, channels, opening);
    await acceptSharing(tx, actor, tenant, { secrets: stored, kind: "channel" }, acceptance);
    const identity = intent.identity ?? (stored.length === 0 ? (kept[0]?.identity ?? null) : null);
    await keepCredentials(tx, tenant, stored, describe({ ...intent, identity }));
    await tx.credential.updateMany({ where: ofChannel, data: { label, address } });
    await tx.gateway.update({ where: { tenantId: tenant.id }, data: { channels } });
    await recordActivity(tx, actor, {
      action: "credential.set",
      tenantId: tenant.id,
      clientId: tenant.clientId,
      details: {
        ...{ slug: tenant.slug, label, channel: channelKey(setting), address, isNew },
        identity: intent.identity ?? "",
      },
    });
    return beginConfiguration(tx, actor, tenant);
  },
  keep: (tx, tenant, intent, stored) => keepCredentials(tx, tenant, stored, describe(intent)),
};

function describe({ setting, label, identity, address }: Intent) {
  return { kind: "channel", label, provider: channelLabels[setting.kind], identity, address } as const;
}

/** Those of the channel's secrets that are on the host, in the order in which it asks for them. */
function secretKeys({ kind }: ChannelSetting, present: readonly string[]): string[] {
  const asked = channelFields(kind).map(({ key }) => key);
  const rank = (key: string) => (asked.includes(key) ? asked.indexOf(key) : asked.length);
  const known = [...new Set(present)].filter((key) => isSecretOf(kind, key));
  return known.sort((a, b) => rank(a) - rank(b) || a.localeCompare(b));
}
