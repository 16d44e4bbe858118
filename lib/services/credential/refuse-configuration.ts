import { askAgent } from "#lib/agent-calls/host-agent.ts";
import { db } from "#lib/db/db.ts";
import {
  type ChannelSetting,
  channelKey,
  channelSettingsSchema,
} from "#lib/domain/channel/channel-setting.ts";
import { fileSettingOf } from "#lib/domain/channel/setting-form.ts";
import { slugSchema } from "#lib/domain/tenant/slug.ts";
import type { ConfigIssues } from "#lib/host-agent/contract/configure.ts";
import { notFound, ServiceError } from "#lib/services/service-error.ts";

type Issue = ConfigIssues["issues"][number];

/** OpenClaw's own program answers, which takes a few seconds, on a busy host more. */
const timeoutMs = 65_000;

/**
 * Asks the tenant's own OpenClaw, before anything is kept, whether it takes this
 * channel. The operation that follows asks it again.
 *
 * @param entered secrets that are entered now, by their key
 * @throws ServiceError INVALID with OpenClaw's complaint at the field that it is about
 */
export async function refuseWhatOpenClawRefuses(
  slug: string,
  setting: ChannelSetting,
  entered: readonly string[],
): Promise<void> {
  const tenant = await db.tenant.findUnique({ where: { slug }, include: { gateway: true } });
  if (tenant?.gateway == null) throw notFound("tenant");
  const before = channelSettingsSchema.parse(tenant.gateway.channels);
  const old = before.find((other) => channelKey(other) === channelKey(setting));
  const secrets = [...new Set([...(old?.secrets ?? []), ...entered])];
  const others = before.filter((other) => other !== old);
  const channels = [...others, { ...setting, secrets }];
  const { issues } = await askAgent(
    tenant.hostId,
    "config.check",
    { slug: slugSchema.parse(slug), channels },
    { timeoutMs },
  );
  const [first] = issues;
  if (first === undefined) return;
  const fields = issues.flatMap((issue): [string, string][] => {
    const field = fieldOf(setting, issue);
    return field === null ? [] : [[field, wordsOf(issue)]];
  });
  throw new ServiceError("INVALID", `OpenClaw refuses this configuration: ${first.path}: ${wordsOf(first)}`, {
    nextStep: "Correct it and try again. Nothing was changed.",
    fields: Object.fromEntries(fields),
  });
}

/** The field of the channel's form that a complaint is about; null when it is about another part. */
function fieldOf(setting: ChannelSetting, { path, message }: Issue): string | null {
  const channel = `channels.${setting.kind}`;
  const account = `${channel}.accounts.${setting.accountId}`;
  const place = [account, channel].find((prefix) => path === prefix || path.startsWith(`${prefix}.`));
  if (place === undefined) return null;
  const named = /additional properties: "([^"]+)"/.exec(message)?.[1];
  const key = [path.slice(place.length + 1), named].filter(Boolean).join(".");
  const access = /^(?:dm\.)?(dmPolicy|policy|allowFrom|groupPolicy)/.exec(key)?.[1];
  if (access !== undefined) return `setting.${access === "policy" ? "dmPolicy" : access}`;
  const known = [...Object.keys(setting.options), ...setting.secrets];
  const inFile = setting.secrets.find((secret) => fileSettingOf(setting.kind, secret) === key);
  return inFile ?? known.find((name) => key === name || key.startsWith(`${name}.`)) ?? (key || null);
}

function wordsOf({ message }: Issue): string {
  return message.replace(/^invalid config: /, "");
}
