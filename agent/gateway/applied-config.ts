import { z } from "zod";
import { readOwnConfig } from "#agent/config-file/read-config.ts";
import type { AgentContext } from "#agent/context/context.ts";
import { AgentFailure } from "#agent/steps/agent-error.ts";
import type { JsonObject } from "#agent/system/json-value.ts";
import type { TenantRecord } from "#agent/tenant/tenant-record.ts";
import { withGateway } from "./call-gateway.ts";
import { isShownConfig } from "./is-shown-config.ts";

const configSchema = z.object({
  valid: z.boolean(),
  parsed: z.unknown(),
  configRevisionHash: z.string().nullish(),
  appliedConfigHash: z.string().nullish(),
});
const helloSchema = z.object({ server: z.object({ bootId: z.string() }) });

/** What the running Gateway says of its configuration. */
export type AppliedConfig = {
  /** True when what it uses is what stands on disk. */
  readonly isCurrent: boolean;
  /** Changes when the Gateway restarts inside its process. */
  readonly bootId: string | null;
};

/** Null while the Gateway doesn't answer, as while it restarts. */
export async function readAppliedConfig(
  context: AgentContext,
  tenant: TenantRecord,
): Promise<AppliedConfig | null> {
  try {
    return await withGateway(context, tenant, { scopes: ["operator.read"] }, async ({ hello, call }) => {
      const config = configSchema.parse(await call("config.get", {}));
      const { configRevisionHash, appliedConfigHash } = config;
      // Until the Gateway notices that the file changed it shows the one before, and as applied.
      const onDisk = await readOnDisk(context, tenant);
      const isNoticed = onDisk !== null && isShownConfig(config.parsed, onDisk);
      return {
        isCurrent:
          isNoticed && config.valid && configRevisionHash != null && configRevisionHash === appliedConfigHash,
        bootId: helloSchema.safeParse(hello).data?.server.bootId ?? null,
      };
    });
  } catch (error) {
    if (error instanceof AgentFailure || error instanceof z.ZodError) return null;
    throw error;
  }
}

async function readOnDisk(context: AgentContext, tenant: TenantRecord): Promise<JsonObject | null> {
  const reading = await readOwnConfig(context, tenant);
  return reading.isReadable ? reading.config : null;
}
