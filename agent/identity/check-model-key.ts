import { readFile } from "node:fs/promises";
import path from "node:path";
import { z } from "zod";
import { boundaryProgram } from "#agent/boundary/boundary-program.ts";
import { runCommand } from "#agent/boundary/run-command.ts";
import type { AgentContext } from "#agent/context.ts";
import { loopbackPorts } from "#agent/hardening/network/let-through.ts";
import { withWayOut } from "#agent/hardening/network/tenant-network.ts";
import { parseOrNull } from "#agent/probes/runner/parse-bounded.ts";
import type { TenantRecord } from "#agent/registry/tenant-record.ts";
import { readSecrets, secretAt } from "#agent/secrets/secrets-file.ts";
import { refuseUnprovisioned } from "#agent/secrets/set-secret.ts";
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
 * would reach, and nothing that only the agent could. Answers in every case.
 * The caller holds the tenant's lock.
 *
 * @param order without a key: the one that lies on the host, if one does
 */
export async function checkModelKey(
  context: AgentContext,
  tenant: TenantRecord,
  { provider, api, baseUrl, apiKey }: Omit<KeyCheckRequest, "slug">,
): Promise<KeyCheck> {
  refuseUnprovisioned(tenant);
  const key = apiKey?.trim() ?? secretAt(await readSecrets(context, tenant), ["models", provider]);
  const question = modelListQuestion({ api, baseUrl }, key);
  const command = boundaryProgram(context, tenant, ["-e", await readFile(programFile, "utf8")]);
  const input = JSON.stringify({ ...question, timeoutMs, maxBytes });
  const result = await withWayOut(context, tenant, [question.url], () =>
    runCommand({ ...command, input }, { timeoutMs: timeoutMs + 10_000 }),
  );
  const answer = result.exitCode === 0 ? answerSchema.safeParse(parseOrNull(result.stdout)).data : undefined;
  if (answer === undefined) return notVerified("The request could not be sent from inside the boundary.");
  if ("problem" in answer) return notVerified(wordsOf(answer.problem, question.url));
  return readModelList(answer.status, parseOrNull(answer.text));
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
