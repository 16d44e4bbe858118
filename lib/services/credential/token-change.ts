import { z } from "zod";
import { gatewayTokenName } from "#lib/domain/credential/secret-name.ts";
import type { Slug } from "#lib/domain/tenant/slug.ts";
import type { AgentClient } from "#lib/host-agent/client/agent-client.ts";
import { recordActivity } from "#lib/services/activity/index.ts";
import type { HostChangeRecord } from "#lib/services/host-change/host-change-record.ts";
import { recordGatewayToken } from "./record-gateway-token.ts";

const intentSchema = z.object({
  /** Fingerprint of the token that the host had before, null for none. Missing until the host was asked: it was not told to rotate then. */
  before: z.string().nullable().optional(),
});
type Intent = z.output<typeof intentSchema>;
type Facts = {
  readonly fingerprint: string /** Null where that is not known. */;
  readonly removedDevices: number | null;
};

/** Another token of a tenant's Gateway, which the host makes. */
export const tokenChange: HostChangeRecord<Intent, Facts, void> = {
  kind: "rotate-gateway-token",
  of: "secrets",
  intent: intentSchema,
  async look(agent, slug, { before }) {
    if (before === undefined) return null;
    const fingerprint = await tokenOnHost(agent, slug);
    if (fingerprint === null || fingerprint === before) return null;
    return { facts: { fingerprint, removedDevices: null }, isWhole: true };
  },
  canWrite: () => true,
  async write(tx, actor, tenant, _intent, { fingerprint, removedDevices }) {
    await recordGatewayToken(tx, tenant.id, fingerprint);
    await recordActivity(tx, actor, {
      action: "credential.rotate",
      tenantId: tenant.id,
      clientId: tenant.clientId,
      details: {
        ...{ slug: tenant.slug, label: "Gateway token" },
        ...(removedDevices !== null && { removedDevices }),
      },
    });
  },
  keep: (tx, tenant, _intent, { fingerprint }) => recordGatewayToken(tx, tenant.id, fingerprint),
};

/** Fingerprint of the Gateway token that lies on the host now. */
export async function tokenOnHost(agent: AgentClient, slug: Slug): Promise<string | null> {
  const { secrets } = await agent.call("secrets.list", { slug });
  return secrets.find(({ name }) => name === gatewayTokenName)?.fingerprint ?? null;
}
