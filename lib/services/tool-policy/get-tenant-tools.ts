import { askAgent } from "#lib/agent-calls/host-agent.ts";
import { db } from "#lib/db/db.ts";
import type { Prisma, Tenant } from "#lib/db/generated/client.ts";
import { slugSchema } from "#lib/domain/tenant/slug.ts";
import { compareTools, type PolicyDifference } from "#lib/domain/tool-policy/compare-tools.ts";
import type { ToolPolicy } from "#lib/domain/tool-policy/policy.ts";
import { recommendPreset } from "#lib/domain/tool-policy/recommend-preset.ts";
import type { PolicyReading } from "#lib/host-agent/contract/policy.ts";
import { type Actor, authorize } from "#lib/services/actor.ts";
import { answersOf, exposuresOf, toolPolicyOf } from "#lib/services/columns/policy-columns.ts";
import { parseInput } from "#lib/services/parse-input.ts";
import { notFound, ServiceError } from "#lib/services/service-error.ts";
import { type GatewayInput, gatewayInput } from "#lib/services/slug-reference.ts";
import { policyRisksOf } from "./policy-risk-rows.ts";
import type { TenantToolsDto } from "./tool-policy-dto.ts";

/** The first question after a start makes OpenClaw load its tools. */
const timeoutMs = 75_000;

const include = {
  gateway: true,
  portBlock: true,
  accepted: { where: { kind: "policy", revokedAt: null }, orderBy: { createdAt: "desc" } },
} satisfies Prisma.TenantInclude;

/** A tenant's policy and, asked of the running Gateway itself, whether it is kept. */
export async function getTenantTools(actor: Actor, input: GatewayInput): Promise<TenantToolsDto> {
  authorize(actor, "tenant.read");
  const { slug } = parseInput(gatewayInput, input);
  const tenant = await db.tenant.findUnique({ where: { slug }, include });
  if (tenant?.gateway == null) throw notFound("tenant");
  const { gateway, portBlock } = tenant;
  const policy = toolPolicyOf(gateway);
  const answers = answersOf(tenant.decision);
  const reading = await readingOf(tenant);
  return {
    policy,
    recommendation: answers && recommendPreset(answers),
    risks: policyRisksOf(tenant, gateway, new Date()),
    hasOpenAiApi: gateway.hasOpenAiApi,
    port: portBlock?.base ?? null,
    reading,
    differences: differencesOf(policy, gateway.hasOpenAiApi, reading),
    answers,
    channels: exposuresOf(gateway.channels),
  };
}

function differencesOf(
  policy: ToolPolicy,
  hasOpenAiApi: boolean,
  reading: PolicyReading,
): PolicyDifference[] | null {
  if (reading.status === "not-read") return null;
  const { canSandbox } = reading;
  const effective = { ...reading, tools: reading.tools.map(({ id }) => id) };
  return compareTools(policy, { hasOpenAiApi, canSandbox }, effective);
}

/** What can't be asked is shown as not read, with the reason; the policy itself is still shown. */
async function readingOf({ hostId, slug }: Pick<Tenant, "hostId" | "slug">): Promise<PolicyReading> {
  try {
    return await askAgent(hostId, "policy.effective", { slug: slugSchema.parse(slug) }, { timeoutMs });
  } catch (error) {
    if (!(error instanceof ServiceError)) throw error;
    const reason = [error.message, error.nextStep].filter(Boolean).join(" ");
    return { status: "not-read", reason, at: new Date().toISOString() };
  }
}
