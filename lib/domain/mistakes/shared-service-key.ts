import { byHand } from "./cures.ts";
import type { MistakeRule } from "./mistake-rule.ts";
import { findSharedSecrets } from "./shared-secrets.ts";

/** One key of a service that an assistant uses (search, speech, notes, an MCP server) for two tenants. */
export const sharedServiceKey: MistakeRule = {
  id: "shared-service-key",
  title: "One service's key for several tenants",
  explanation:
    "A key for a search, for speech, for notes or for an MCP server opens what the service keeps under it: files, contacts, recordings, a history of what was asked. With one key in two tenants each assistant reads and writes what the other one left there, and one leak, one bill and one limit meet both.",
  remedy:
    "Get an account or a key of its own for each tenant at the service, put it in the place of the shared one, and revoke that one: both Gateways have known it.",
  looksAt:
    "Keyed fingerprints of all secrets of the configuration that are no Gateway's, channel's or hook's: MCP servers, skills, plugins, search, speech. Compared with each other, and with model keys of the other tenant.",
  buyerText: "What this client's assistant keeps with other services is open to no other client's assistant.",
  fixes: [],
  items: ["model-credentials"],
  needs: ["configuration"],
  reads: [],
  needsSecrets: ["other", "model"],
  comparesTenants: true,
  find: (tenants) =>
    findSharedSecrets(
      tenants,
      ["other", "model"],
      "The key",
      (_, { setting }) =>
        byHand(
          `Get another key at the service for this tenant, put it in the place of ${setting}, restart the Gateway, and revoke the shared one at the service.`,
        ),
      // Two model keys have a rule of their own.
      (mine, theirs) => mine.role === "other" || theirs.role === "other",
    ),
};
