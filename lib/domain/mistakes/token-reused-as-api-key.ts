import { byHand, gatewayTokenCure, hooksTokenCure } from "./cures.ts";
import type { Cure, Fault, MistakeRule, ViewedTenant } from "./mistake-rule.ts";
import { type KnownSecret, secretComparison, secretsOf } from "./shared-secrets.ts";

/** A Gateway's own token that also serves as a key for something else. */
export const tokenReusedAsApiKey: MistakeRule = {
  id: "token-reused-as-api-key",
  title: "A token used again as another key",
  explanation:
    "A Gateway or hooks token that is also a provider's or channel's key leaves the host: whoever receives the key there receives the power over this Gateway. Two of a Gateway's own tokens that are one make the weaker door open the stronger.",
  remedy:
    "Rotate the Gateway token, and set a key of its own where the token was used again. The other service has seen the old one.",
  looksAt:
    "Keyed fingerprints of Gateway and hooks tokens against every other secret of every tenant of the host.",
  buyerText: "The key to this client's assistant is used for nothing else.",
  fixes: ["rotate-gateway-token", "new-hooks-token", "restore-configuration"],
  items: ["gateway-token", "model-credentials", "channel-credentials"],
  needs: ["configuration"],
  reads: [],
  needsSecrets: ["gateway", "hooks", "model", "channel"],
  comparesTenants: true,
  find: (tenants) => tenants.flatMap((tenant) => findOn(tenant, tenants)),
};

/** Told on the tenant whose token it is, and where another tenant uses it, there too. */
function findOn(tenant: ViewedTenant, tenants: readonly ViewedTenant[]): Fault[] {
  const found = new Map<string, Fault>();
  for (const token of secretsOf(tenant, ["gateway", "hooks"])) {
    for (const other of tenants) {
      const isOwn = other === tenant;
      for (const use of secretsOf(other, ["gateway", "hooks", "model", "channel", "other"])) {
        if (use.fingerprint !== token.fingerprint || !isAnotherUse(token.role, use.role, isOwn)) continue;
        const print = `(fingerprint ${token.fingerprint.slice(0, 8)})`;
        const key = `${token.role} ${use.role} ${use.setting} ${other.slug}`;
        found.set(`${tenant.slug} ${key}`, {
          key,
          slug: tenant.slug,
          others: isOwn ? [] : [other.slug],
          detail: `The ${token.role} token at ${token.setting} is also the secret ${use.setting}${isOwn ? "" : ` of ${other.slug}`} ${print}.`,
          seenHow: secretComparison,
          cure: tokenCure(tenant, token),
        });
        // Where the other use is a token too, that tenant tells it from its own side.
        if (isOwn || use.role === "gateway" || use.role === "hooks") continue;
        found.set(`${other.slug} ${key}`, {
          key: `${use.setting} ${token.role} ${tenant.slug}`,
          slug: other.slug,
          others: [tenant.slug],
          detail: `The secret ${use.setting} is also the ${token.role} token of ${tenant.slug} ${print}.`,
          seenHow: secretComparison,
          cure: byHand(
            `Get a key for ${use.setting} from its provider and enter it under Credentials; ${tenant.slug} gets another token on its own page.`,
          ),
        });
      }
    }
  }
  return [...found.values()];
}

function tokenCure({ view }: ViewedTenant, token: KnownSecret): Cure {
  return token.role === "gateway" ? gatewayTokenCure(view, token) : hooksTokenCure(token);
}

/** The same token of two tenants has rules of its own; the same secret under two roles is this mistake. */
function isAnotherUse(token: string, use: string, isSameTenant: boolean): boolean {
  if (token === use) return false;
  // One pair of a Gateway's own tokens is told once, from the Gateway token's side.
  return !(isSameTenant && token === "hooks" && use === "gateway");
}
