import { z } from "zod";
import { askAgent } from "#lib/agent-calls/host-agent.ts";
import { db } from "#lib/db/db.ts";
import { channelKindSchema } from "#lib/domain/channel/channel-kind.ts";
import { accountIdSchema, channelSettingsSchema } from "#lib/domain/channel/channel-setting.ts";
import { slugSchema } from "#lib/domain/tenant/slug.ts";
import { type Link, qrDataUrlSchema } from "#lib/host-agent/contract/secrets.ts";
import { recordActivity } from "#lib/services/activity/index.ts";
import { type Actor, authorize } from "#lib/services/actor.ts";
import { secretsChanged } from "#lib/services/operation/secrets-changed.ts";
import { parseInput } from "#lib/services/parse-input.ts";
import { notFound } from "#lib/services/service-error.ts";
import { slugReference } from "#lib/services/slug-reference.ts";

const inputSchema = z.object({
  slug: slugReference,
  kind: channelKindSchema,
  accountId: accountIdSchema,
  /** False to ask for a code, true to wait for the phone. */
  isBegun: z.boolean(),
  sessionKey: z.string().max(500).nullable().default(null),
  /** The code that is on screen; it is shown to the Gateway again and kept nowhere. */
  qrDataUrl: qrDataUrlSchema.nullable().default(null),
});
export type LinkChannelInput = z.input<typeof inputSchema>;

/** Begins to link an account by a code that a phone scans, or waits a while for the phone. The code is kept nowhere. */
export async function linkChannel(actor: Actor, input: LinkChannelInput): Promise<Link> {
  authorize(actor, "credential.set");
  const { slug, kind, accountId, isBegun, sessionKey, qrDataUrl } = parseInput(inputSchema, input);
  const tenant = await db.tenant.findUnique({ where: { slug }, include: { gateway: true } });
  const channels = channelSettingsSchema.catch([]).parse(tenant?.gateway?.channels);
  const isConfigured = channels.some((other) => other.kind === kind && other.accountId === accountId);
  if (tenant === null || !isConfigured) throw notFound("channel");
  const asked = { slug: slugSchema.parse(tenant.slug), kind, accountId, isBegun, sessionKey, qrDataUrl };
  const link = await askAgent(tenant.hostId, "channel.link", asked, { timeoutMs: 50_000 }).catch(
    async (error: unknown) => {
      // The phone may have answered all the same.
      if (isBegun) await db.$transaction((tx) => secretsChanged(tx, tenant.hostId));
      throw error;
    },
  );
  const isLinked = link.state === "linked";
  if (!isLinked && isBegun) return link;
  await db.$transaction(async (tx) => {
    if (isLinked) await secretsChanged(tx, tenant.hostId);
    await recordActivity(tx, actor, {
      action: isLinked ? "credential.set" : "credential.link",
      tenantId: tenant.id,
      clientId: tenant.clientId,
      details: { slug: tenant.slug, label: `${kind} ${accountId}` },
    });
  });
  return link;
}
