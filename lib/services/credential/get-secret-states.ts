import { askAgent } from "#lib/agent-calls/host-agent.ts";
import { db } from "#lib/db/db.ts";
import type { Tenant } from "#lib/db/generated/client.ts";
import { gatewayTokenName } from "#lib/domain/credential/secret-name.ts";
import { slugSchema } from "#lib/domain/tenant/slug.ts";
import { type Actor, authorize } from "#lib/services/actor.ts";
import { parseInput } from "#lib/services/parse-input.ts";
import { notFound, ServiceError } from "#lib/services/service-error.ts";
import { type GatewayInput, gatewayInput } from "#lib/services/slug-reference.ts";
import type { SecretStatesDto } from "./credential-dto.ts";

/** Compares what lies in a tenant's secrets file now with what was entered here. */
export async function getSecretStates(actor: Actor, input: GatewayInput): Promise<SecretStatesDto> {
  authorize(actor, "credential.read");
  const { slug } = parseInput(gatewayInput, input);
  const tenant = await db.tenant.findUnique({ where: { slug }, include: { credentials: true } });
  if (tenant === null) throw notFound("tenant");
  const at = new Date().toISOString();
  const seen = await listOnHost(tenant);
  if ("problem" in seen) return { at, problem: seen.problem, states: {}, unrecorded: [] };
  const states = tenant.credentials.map(({ pointer, fingerprint }) => {
    const found = seen.fingerprints.get(pointer);
    if (found === undefined) return [pointer, "missing"] as const;
    return [pointer, found === fingerprint ? "there" : "changed"] as const;
  });
  const recorded = new Set([gatewayTokenName, ...tenant.credentials.map(({ pointer }) => pointer)]);
  return {
    at,
    problem: null,
    states: Object.fromEntries(states),
    unrecorded: [...seen.fingerprints.keys()].filter((pointer) => !recorded.has(pointer)).sort(),
  };
}

type OnHost = { readonly fingerprints: ReadonlyMap<string, string> } | { readonly problem: string };

/** What can't be asked is shown as not seen, with the reason; the rest of the page is still shown. */
async function listOnHost({ hostId, slug }: Pick<Tenant, "hostId" | "slug">): Promise<OnHost> {
  try {
    const { secrets } = await askAgent(hostId, "secrets.list", { slug: slugSchema.parse(slug) });
    return { fingerprints: new Map(secrets.map(({ name, fingerprint }) => [name, fingerprint])) };
  } catch (error) {
    if (!(error instanceof ServiceError)) throw error;
    return { problem: [error.message, error.nextStep].filter(Boolean).join(" ") };
  }
}
