import { readFile } from "node:fs/promises";
import path from "node:path";
import { z } from "zod";
import { boundaryOf } from "#agent/boundary/boundary.ts";
import type { AgentContext } from "#agent/context/context.ts";
import { loopbackPorts } from "#agent/network/allowed-host-ports.ts";
import { refuseUnprovisioned } from "#agent/secrets/set-secret.ts";
import { readSecrets, secretAt } from "#agent/secrets-store/secrets-file.ts";
import { parseOrNull } from "#agent/staged/parse-bounded.ts";
import { AgentFailure } from "#agent/steps/agent-error.ts";
import { runCommand } from "#agent/system/run-command.ts";
import { isGiven } from "#agent/tenant/tenant-hardening.ts";
import type { TenantRecord } from "#agent/tenant/tenant-record.ts";
import { modelAddress } from "#lib/domain/credential/secret-address.ts";
import type { KeyCheck, KeyCheckRequest } from "#lib/host-agent/contract/model-key.ts";
import { modelListQuestion, readModelList } from "./model-list.ts";

const programFile = path.join(import.meta.dirname, "ask-program.cjs");
const answerSchema = z.union([
  z.object({ problem: z.string() }),
  z.object({ status: z.number().int(), text: z.string() }),
]);
const timeoutMs = 10_000;
const maxBytes = 4 * 1024 * 1024;

/**
 * Asks a provider for its models with a key. The request is sent from inside
 * the tenant's boundary, as its user: it reaches what the tenant's Gateway
 * would reach, and nothing that only the agent could. Whatever the provider does, there is an answer.
 * The caller holds the tenant's lock.
 *
 * @param order without a key: the one that lies on the host, if one does
 * @throws AgentFailure CONFIG_REFUSED when the key on the host is configured for another address
 */
export async function checkModelKey(
  context: AgentContext,
  tenant: TenantRecord,
  { provider, api, baseUrl, apiKey }: Omit<KeyCheckRequest, "slug">,
): Promise<KeyCheck> {
  refuseUnprovisioned(tenant);
  const asked = { provider, api, baseUrl };
  const key = apiKey?.trim() ?? (await storedKey(context, tenant, asked));
  const question = modelListQuestion(asked, key);
  const [own] = isGiven(context, tenant, "network-namespace")
    ? loopbackPorts([question.url]).flatMap((port) => context.closedPorts.get(port) ?? [])
    : [];
  if (own !== undefined)
    return notVerified(`That port of this host is ${own}. No tenant is let through to it.`);
  const command = boundaryOf(context, tenant).exec.program(["-e", await readFile(programFile, "utf8")]);
  const input = JSON.stringify({ ...question, timeoutMs, maxBytes });
  const result = await boundaryOf(context, tenant).network.withWayOut([question.url], () =>
    runCommand({ ...command, input }, { timeoutMs: timeoutMs + 10_000 }),
  );
  const answer = result.exitCode === 0 ? answerSchema.safeParse(parseOrNull(result.stdout)).data : undefined;
  if (answer === undefined) return notVerified("The request could not be sent from inside the boundary.");
  if ("problem" in answer) return notVerified(wordsOf(answer.problem, question.url));
  return readModelList(answer.status, parseOrNull(answer.text));
}

/**
 * The key on the host, for the address that this host's own record has for its
 * provider: whoever asks has no say in where a stored secret goes.
 */
async function storedKey(
  context: AgentContext,
  tenant: TenantRecord,
  asked: Pick<KeyCheckRequest, "provider" | "api" | "baseUrl">,
): Promise<string | null> {
  const configured = tenant.models.find(({ provider }) => provider === asked.provider);
  const address = configured === undefined ? null : modelAddress(configured);
  if (address === modelAddress(asked)) {
    return secretAt(await readSecrets(context, tenant), ["models", asked.provider]);
  }
  throw new AgentFailure(
    "CONFIG_REFUSED",
    address === null
      ? `"${tenant.slug}" has no provider "${asked.provider}" on this host, so its key is sent nowhere.`
      : `The key of "${asked.provider}" on this host belongs to ${address} and is sent nowhere else.`,
    "Enter the key again to check it at another address; a change that was just saved must reach the host first.",
  );
}

function wordsOf(problem: string, url: string): string {
  switch (problem) {
    case "ENOTFOUND":
    case "EAI_AGAIN":
      return "The provider's name isn't known from inside this tenant's boundary: it has no network, or the address is wrong.";
    case "ECONNREFUSED":
      return loopbackPorts([url]).length === 0
        ? "Nothing listens at the provider's address."
        : "Nothing answers at that port of this host. A running Gateway's own network is let through to it once the provider is saved.";
    case "TimeoutError":
      return "The provider didn't answer within 10 seconds.";
    case "TOO_LONG":
      return "The provider's answer is too long to be a list of models.";
    default:
      return `The provider can't be reached from inside this tenant's boundary (${problem.slice(0, 60)}).`;
  }
}

function notVerified(reason: string): KeyCheck {
  return { state: "not-verified", reason };
}
