import { z } from "zod";
import { db } from "#lib/db/db.ts";
import { channelKindSchema } from "#lib/domain/channel/channel-kind.ts";
import { accountIdSchema, channelSettingsSchema } from "#lib/domain/channel/channel-setting.ts";
import { slugSchema } from "#lib/domain/tenant/slug.ts";
import { type Link, qrDataUrlSchema } from "#lib/host-agent/contract/secrets.ts";
import { recordActivity } from "#lib/services/activity/index.ts";
import { type Actor, authorize } from "#lib/services/actor.ts";
import { slugReference } from "#lib/services/gateway/gateway-input.ts";
import { askAgent } from "#lib/services/host/host-agent.ts";
import { parseInput } from "#lib/services/parse-input.ts";
import { notFound } from "#lib/services/service-error.ts";

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
  const link = await askAgent(
    "channel.link",
    { slug: slugSchema.parse(tenant.slug), kind, accountId, isBegun, sessionKey, qrDataUrl },
    { timeoutMs: 50_000 },
  );
  if (link.state === "linked" || !isBegun) {
    await recordActivity(db, actor, {
      action: link.state === "linked" ? "credential.set" : "credential.link",
      tenantId: tenant.id,
      clientId: tenant.clientId,
      details: { slug: tenant.slug, label: `${kind} ${accountId}` },
    });
  }
  return link;
}
