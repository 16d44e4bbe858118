import type { Fault, MistakeRule, ViewedTenant } from "./mistake-rule.ts";
import { secretComparison, secretsOf } from "./shared-secrets.ts";

/** A Gateway's own token that also serves as a key for something else. */
export const tokenReusedAsApiKey: MistakeRule = {
  id: "token-reused-as-api-key",
  title: "A token used again as another key",
  explanation:
    "A Gateway or hooks token that is also a provider's or channel's key leaves the host: whoever receives the key there receives the power over this Gateway. Two of a Gateway's own tokens that are one make the weaker door open the stronger.",
  remedy:
    "Rotate the Gateway token, and set a key of its own where the token was used again. The other service has seen the old one.",
  buyerText: "The key to this client's assistant is used for nothing else.",
  fix: null,
  items: ["gateway-token", "model-credentials", "channel-credentials"],
  needs: ["configuration"],
  needsSecrets: ["gateway", "hooks", "model", "channel"],
  comparesTenants: true,
  find: (tenants) => tenants.flatMap((tenant) => findOn(tenant, tenants)),
};

function findOn(tenant: ViewedTenant, tenants: readonly ViewedTenant[]): Fault[] {
  const found = new Map<string, Fault>();
  for (const token of secretsOf(tenant, ["gateway", "hooks"])) {
    for (const other of tenants) {
      for (const use of secretsOf(other, ["gateway", "hooks", "model", "channel", "other"])) {
        if (use.fingerprint !== token.fingerprint || !isAnotherUse(token.role, use.role, other === tenant))
          continue;
        const whose = other === tenant ? "" : ` of ${other.slug}`;
        const key = `${token.role} ${use.role} ${use.setting} ${other.slug}`;
        found.set(key, {
          key,
          slug: tenant.slug,
          others: other === tenant ? [] : [other.slug],
          detail: `The ${token.role} token at ${token.setting} is also the secret ${use.setting}${whose} (fingerprint ${token.fingerprint.slice(0, 8)}).`,
          seenHow: secretComparison,
        });
      }
    }
  }
  return [...found.values()];
}

/** The same token of two tenants has rules of its own; the same secret under two roles is this mistake. */
function isAnotherUse(token: string, use: string, isSameTenant: boolean): boolean {
  if (token === use) return false;
  // One pair of a Gateway's own tokens is told once, from the Gateway token's side.
  return !(isSameTenant && token === "hooks" && use === "gateway");
}
