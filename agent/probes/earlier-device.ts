import path from "node:path";
import { z } from "zod";
import { tenantLayout } from "#agent/boundary/tenant-layout.ts";
import type { AgentContext } from "#agent/context.ts";
import { removeTenantFile, type TenantFile, writeTenantFile } from "#agent/files/tenant-file.ts";
import { withGateway } from "#agent/gateway/call-gateway.ts";
import { readRegularFile } from "#agent/host/read-regular-file.ts";
import type { TenantRecord } from "#agent/registry/tenant-record.ts";
import { findLiveGateway } from "./live-gateway.ts";
import type { Participant } from "./participant.ts";
import { isOwnListener } from "./runner/own-listener.ts";
import { type PairedDevice, pairDevice, tryDevice } from "./runner/paired-device.ts";
import { parseOrNull } from "./runner/parse-bounded.ts";

const deviceSchema = z.object({
  key: z.object({ publicKey: z.string(), privateKey: z.string() }),
  token: z.string(),
});

/** In the tenant's tree and the agent's own: it goes with the tenant, which can't read it. */
function fileOf(context: AgentContext, { slug, uid }: TenantRecord): TenantFile {
  const layout = tenantLayout(context.paths, slug);
  return { layout, place: "output", name: "earlier-device.json", tenantUid: uid };
}

/**
 * Pairs a device with a running Gateway while its present token holds, for
 * the probes to try once the token has been changed: by then it must be turned
 * away. What can't be paired is left out, so that a change of the token never
 * waits for it.
 */
export async function leaveEarlierDevice(
  context: AgentContext,
  tenant: TenantRecord,
  token: string,
): Promise<PairedDevice | null> {
  const inode = findLiveGateway(context, tenant)?.inode ?? null;
  if (inode === null) return null;
  try {
    const scopes = ["operator.admin", "operator.pairing"];
    const device = await withGateway(context, tenant, { scopes, token }, ({ call }) => {
      const own = { call: (method: string, params: object) => asReply(call(method, params)) };
      return pairDevice(own, tenant.basePort, token, () => isOwnListener(tenant.basePort, inode));
    });
    if (typeof device === "string") {
      context.log.debug({ slug: tenant.slug, reason: device }, "no device was left for the probes");
      return null;
    }
    await writeTenantFile(fileOf(context, tenant), JSON.stringify(device), { mode: 0o600 });
    return device;
  } catch (error) {
    context.log.debug({ err: error, slug: tenant.slug }, "no device was left for the probes");
    return null;
  }
}

/** Whether the device that {@link leaveEarlierDevice} paired is still let in. */
export async function hasEarlierDevice(
  context: AgentContext,
  { record, gateway }: Participant,
): Promise<boolean> {
  if (gateway?.inode == null) return false;
  const { layout, name } = fileOf(context, record);
  const text = await readRegularFile(path.join(layout.output, name));
  const device = text === null ? null : deviceSchema.safeParse(parseOrNull(text)).data;
  if (!device) return false;
  const { outcome } = await tryDevice({ port: record.basePort }, device, "The earlier device");
  return outcome === "reached";
}

export async function forgetEarlierDevice(context: AgentContext, tenant: TenantRecord): Promise<void> {
  await removeTenantFile(fileOf(context, tenant));
}

async function asReply(answer: Promise<unknown>) {
  try {
    return { ok: true, payload: await answer };
  } catch {
    return { ok: false };
  }
}
