import { gatewayTokenCure, hooksTokenCure } from "./cures.ts";
import type { MistakeRule } from "./mistake-rule.ts";
import { findSharedSecrets } from "./shared-secrets.ts";

/** One Gateway token for two tenants. */
export const sharedGatewayToken: MistakeRule = {
  id: "shared-gateway-token",
  title: "Two Gateways with one token",
  explanation:
    "A Gateway's token is full power over that Gateway: its conversations, its tools and its settings. Who was given the token of one tenant has that of the other, too.",
  remedy:
    "Rotate the token of both tenants, because each has been known to the other, and give the new ones to the programs that use them.",
  looksAt:
    "Keyed fingerprints of the Gateway tokens of all tenants of the host, wherever each comes from: secrets file, configuration, variable.",
  buyerText: "The key to this client's assistant opens no other client's.",
  fixes: ["rotate-gateway-token", "restore-configuration"],
  items: ["gateway-token"],
  needs: ["configuration"],
  reads: ["gateway"],
  needsSecrets: ["gateway"],
  comparesTenants: true,
  find: (tenants) =>
    findSharedSecrets(tenants, ["gateway"], "The Gateway token", ({ view }, token) =>
      gatewayTokenCure(view, token),
    ),
};

/** One token for the hooks of two tenants. */
export const sharedHooksToken: MistakeRule = {
  id: "shared-hooks-token",
  title: "Two tenants with one hooks token",
  explanation:
    "Hooks make an assistant act when another program calls. With one hooks token a program that was let in for one client can set the other client's assistant to work.",
  remedy:
    "Set a new hooks.token for each of the tenants and enter it in the programs that call. Switch hooks off where nothing calls.",
  looksAt: "Keyed fingerprints of the hooks tokens of all tenants of the host.",
  buyerText: "A program that may call one client's assistant can't call another's.",
  fixes: ["new-hooks-token"],
  items: ["gateway-token"],
  needs: ["configuration"],
  reads: ["hooks"],
  needsSecrets: ["hooks"],
  comparesTenants: true,
  find: (tenants) =>
    findSharedSecrets(tenants, ["hooks"], "The hooks token", (_, token) => hooksTokenCure(token)),
};
