import { z } from "zod";
import type { AgentContext } from "#agent/context/context.ts";
import { withGateway } from "#agent/gateway/call-gateway.ts";
import type { TenantRecord } from "#agent/tenant/tenant-record.ts";

const listSchema = z.object({ paired: z.array(z.object({ deviceId: z.string() })) });

/** Removes every device that was paired with a running Gateway: it would stay in after its token is gone. */
export async function removePairedDevices(context: AgentContext, tenant: TenantRecord): Promise<number> {
  const scopes = ["operator.admin", "operator.pairing"];
  return withGateway(context, tenant, { scopes }, async ({ call }) => {
    const { paired } = listSchema.parse(await call("device.pair.list", {}));
    for (const { deviceId } of paired) await call("device.pair.remove", { deviceId });
    return paired.length;
  });
}
