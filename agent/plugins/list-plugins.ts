import { z } from "zod";
import { boundaryOf } from "#agent/boundary/boundary.ts";
import type { AgentContext } from "#agent/context/context.ts";
import { parseOrNull } from "#agent/staged/parse-bounded.ts";
import { runCommand } from "#agent/system/run-command.ts";
import type { TenantRecord } from "#agent/tenant/tenant-record.ts";

const timeoutMs = 60_000;
const answerSchema = z.object({
  plugins: z.array(z.object({ id: z.string(), version: z.string().nullish() })),
});

/** Version of every plugin that OpenClaw has inside this boundary, by its id; null when it doesn't say. The tenant's own configuration may not be there yet. */
export async function listPlugins(
  context: AgentContext,
  tenant: TenantRecord,
  configFile: string,
): Promise<ReadonlyMap<string, string> | null> {
  const command = boundaryOf(context, tenant).exec.openclaw(["plugins", "list", "--json"]);
  const env = { ...command.env, OPENCLAW_CONFIG_PATH: configFile };
  const { stdout } = await runCommand({ ...command, env }, { timeoutMs });
  const answer = answerSchema.safeParse(parseOrNull(stdout.slice(stdout.indexOf("{"))));
  if (!answer.success) return null;
  return new Map(answer.data.plugins.map(({ id, version }) => [id, version ?? ""]));
}
