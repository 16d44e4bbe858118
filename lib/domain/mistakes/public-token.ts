import { gatewayTokenCure, hooksTokenCure } from "./cures.ts";
import type { Fault, MistakeRule, ViewedTenant } from "./mistake-rule.ts";
import { secretsOf } from "./shared-secrets.ts";

/** A Gateway's own token that anybody can read up. */
export const publicToken: MistakeRule = {
  id: "public-token",
  title: "A token that stands in a public document",
  explanation:
    "Documents and templates show examples of tokens: “your-token”, “change-me”, the key of a local model server. Whoever tries such words first is let in, and a Gateway's token is full power over that Gateway.",
  remedy:
    "Rotate the Gateway token, or set a new hooks token, and give the new one to the programs that use it. Look through the activity of the time before: who knew the word could use it.",
  looksAt:
    "The tokens of the Gateway and its hooks, wherever each comes from, held on the host against the examples of OpenClaw's documents and of common programs. The value is not kept.",
  buyerText: "The key to this client's assistant is no word out of a manual.",
  fixes: ["rotate-gateway-token", "new-hooks-token", "restore-configuration"],
  items: ["gateway-token"],
  needs: ["configuration"],
  reads: ["gateway", "hooks"],
  needsSecrets: ["gateway", "hooks"],
  comparesTenants: false,
  find: (tenants) => tenants.flatMap(findOn),
};

function findOn(tenant: ViewedTenant): Fault[] {
  return secretsOf(tenant, ["gateway", "hooks"])
    .filter(({ isPublic }) => isPublic === true)
    .map((token) => ({
      key: `${token.role} ${token.setting} ${token.place}`,
      slug: tenant.slug,
      others: [],
      detail: `The ${token.role === "gateway" ? "Gateway" : "hooks"} token at ${token.setting} is an example out of a public document.`,
      seenHow: "Held against known examples on the host; the value was not kept.",
      cure: token.role === "gateway" ? gatewayTokenCure(tenant.view, token) : hooksTokenCure(token),
    }));
}
