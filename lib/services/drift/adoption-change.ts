import { randomUUID } from "node:crypto";
import { z } from "zod";
import { AgentCallError } from "#lib/host-agent/client/agent-call-error.ts";
import type { AgentClient } from "#lib/host-agent/client/agent-client.ts";
import type { VerbRequest } from "#lib/host-agent/contract/verbs.ts";
import { recordActivity } from "#lib/services/activity/index.ts";
import type { HostChangeRecord } from "#lib/services/host-change/host-change-record.ts";
import type { AdoptedDto } from "./drift-dto.ts";

const intentSchema = z.object({
  /** Of the edited file that was on screen. */
  hash: z.string(),
});
type Intent = z.output<typeof intentSchema>;

/** An edited configuration that is accepted as what it should be. */
export const adoptionChange: HostChangeRecord<Intent, AdoptedDto, AdoptedDto> = {
  kind: "adopt-config",
  of: "configuration",
  intent: intentSchema,
  async look(agent, slug, { hash }) {
    const drift = await agent.call("config.drift", { slug });
    // An edit that came after the adoption is compared with what was adopted.
    const isAdopted = drift?.writtenHash === hash;
    if (drift !== null && !isAdopted) return null;
    const paths = isAdopted ? await keptPaths(agent, slug) : await adoptAgain(agent, { slug, hash });
    return paths === null ? null : { facts: { paths }, isWhole: true };
  },
  canWrite: () => true,
  async write(tx, actor, tenant, { hash }, adopted) {
    await recordActivity(tx, actor, {
      action: "config.adopt",
      tenantId: tenant.id,
      clientId: tenant.clientId,
      details: { slug: tenant.slug, hash },
    });
    return adopted;
  },
  keep: async () => undefined,
};

async function keptPaths(agent: AgentClient, slug: VerbRequest<"config.adopted">["slug"]): Promise<string[]> {
  const { settings } = await agent.call("config.adopted", { slug });
  return settings.map(({ path }) => path);
}

/** While no edit is open this changes nothing: it says whether the file that is there was adopted. */
async function adoptAgain(
  agent: AgentClient,
  request: Omit<VerbRequest<"config.adopt">, "changeId">,
): Promise<string[] | null> {
  try {
    const { paths } = await agent.call("config.adopt", { ...request, changeId: randomUUID() });
    return paths;
  } catch (error) {
    if (error instanceof AgentCallError && error.detail.code === "CONFIG_CHANGED") return null;
    throw error;
  }
}
