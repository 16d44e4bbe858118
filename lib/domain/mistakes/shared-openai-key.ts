import { byHand, gatewayTokenCure } from "./cures.ts";
import { type Fault, type MistakeRule, onBoth, pairsOf, type ViewedTenant } from "./mistake-rule.ts";
import { findSharedSecrets, secretComparison, secretsOf } from "./shared-secrets.ts";

/** One key for the OpenAI-compatible API, or for a model provider, of several tenants. */
export const sharedOpenAiKey: MistakeRule = {
  id: "shared-openai-key",
  title: "One API key for several tenants",
  explanation:
    "The key of a Gateway's OpenAI-compatible API opens everything behind it. When Open WebUI or another program uses one key for several tenants, whoever holds it speaks to all of them. The same goes for a model provider's key that several tenants share: one leak, one bill and one limit for all.",
  remedy:
    "Give each tenant a key of its own: rotate the Gateway token of all but one of them and enter the new one in the program that calls it; get another key from the model provider and enter it for this tenant.",
  looksAt:
    "Keyed fingerprints of Gateway tokens and model keys of all tenants of the host, and the API switches of their configurations. Values are never compared outside the host.",
  buyerText: "No other client's key opens this client's assistant.",
  fixes: ["rotate-gateway-token", "restore-configuration"],
  items: ["gateway-token", "model-credentials"],
  needs: ["configuration"],
  reads: ["gateway"],
  needsSecrets: ["gateway", "model"],
  comparesTenants: true,
  find: (tenants) => [
    ...findSharedSecrets(tenants, ["model"], "The model key", (_, { setting }) =>
      byHand(
        `Get another key from the model provider for this tenant, enter it under Credentials in the place of ${setting}, and revoke the shared one at the provider.`,
      ),
    ),
    ...pairsOf(tenants).flatMap(([a, b]) => findOneKey(a, b)),
  ],
};

function findOneKey(a: ViewedTenant, b: ViewedTenant): Fault[] {
  const endpoints = [a, b].filter(({ view }) => view.gateway.openAiEndpoints.length > 0);
  if (endpoints.length === 0) return [];
  const theirs = new Map(secretsOf(b, ["gateway"]).map((token) => [token.fingerprint, token]));
  const shared = secretsOf(a, ["gateway"]).find(({ fingerprint }) => theirs.has(fingerprint));
  if (shared === undefined) return [];
  const there = theirs.get(shared.fingerprint) ?? shared;
  return onBoth(a, b, {
    key: `api ${shared.fingerprint}`,
    seenHow: `${secretComparison} gateway.http.endpoints of both configurations.`,
    detail: (_, other) =>
      `The key of the OpenAI-compatible API also opens ${other.slug} (fingerprint ${shared.fingerprint.slice(0, 8)}); the API is on for ${endpoints.map(({ slug }) => slug).join(" and ")}.`,
    cure: (one) => gatewayTokenCure(one.view, one === a ? shared : there),
  });
}
