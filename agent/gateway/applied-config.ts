import { z } from "zod";
import { AgentFailure } from "#agent/agent-error.ts";
import type { AgentContext } from "#agent/context.ts";
import type { TenantRecord } from "#agent/registry/tenant-record.ts";
import { withGateway } from "./call-gateway.ts";

const configSchema = z.object({
  valid: z.boolean(),
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
      return {
        isCurrent: config.valid && configRevisionHash != null && configRevisionHash === appliedConfigHash,
        bootId: helloSchema.safeParse(hello).data?.server.bootId ?? null,
      };
    });
  } catch (error) {
    if (error instanceof AgentFailure || error instanceof z.ZodError) return null;
    throw error;
  }
}
