import path from "node:path";
import { z } from "zod";
import type { AgentContext } from "#agent/context/context.ts";
import { readRegularFile } from "#agent/files/read-regular-file.ts";
import { removeTenantFile, type TenantFile, writeTenantFile } from "#agent/files/tenant-file.ts";
import { withGateway } from "#agent/gateway/call-gateway.ts";
import { findLiveGateway } from "#agent/gateway/live-gateway.ts";
import { isOwnListener } from "#agent/staged/own-listener.ts";
import { parseOrNull } from "#agent/staged/parse-bounded.ts";
import type { TenantRecord } from "#agent/tenant/tenant-record.ts";
import type { Participant } from "./participant.ts";
import { type PairedDevice, pairDevice, tryDevice } from "./runner/paired-device.ts";

const deviceSchema = z.object({
  key: z.object({ publicKey: z.string(), privateKey: z.string() }),
  token: z.string(),
});

/** In the tenant's tree and the agent's own: it goes with the tenant, which can't read it. */
function fileOf({ layout, uid }: TenantRecord): TenantFile {
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
    await writeTenantFile(fileOf(tenant), JSON.stringify(device), { mode: 0o600 });
    return device;
  } catch (error) {
    context.log.debug({ err: error, slug: tenant.slug }, "no device was left for the probes");
    return null;
  }
}

/** Whether the device that {@link leaveEarlierDevice} paired is still let in. */
export async function hasEarlierDevice({ record, gateway }: Participant): Promise<boolean> {
  if (gateway?.inode == null) return false;
  const { layout, name } = fileOf(record);
  const text = await readRegularFile(path.join(layout.output, name));
  const device = text === null ? null : deviceSchema.safeParse(parseOrNull(text)).data;
  if (!device) return false;
  const { outcome } = await tryDevice({ port: record.basePort }, device, "The earlier device");
  return outcome === "reached";
}

export async function forgetEarlierDevice(tenant: TenantRecord): Promise<void> {
  await removeTenantFile(fileOf(tenant));
}

async function asReply(answer: Promise<unknown>) {
  try {
    return { ok: true, payload: await answer };
  } catch {
    return { ok: false };
  }
}
