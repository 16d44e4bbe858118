import type { audiences } from "#lib/domain/tenant/decision.ts";
import type { GatewayRung, Rung } from "#lib/domain/tenant/rung.ts";

/** A rung's name for people. */
export const rungLabels: Record<Rung, string> = {
  "shared-gateway": "An agent in an existing Gateway",
  profile: "A Gateway of its own",
  "os-user": "A Gateway and an OS user of its own",
  container: "A Gateway in a container of its own",
  host: "A host of its own",
};

/** What a tenant has at its rung. */
export const rungMeaning: Record<GatewayRung, string> = {
  profile:
    "Its own process, directories, token and ports. It shares an OS user with other tenants, so file permissions don't keep them apart.",
  "os-user":
    "Its own OS user, process, directories, token and ports. The kernel keeps other tenants' processes away from its files.",
};

export const audienceLabels: Record<(typeof audiences)[number], string> = {
  "one-team": "One team",
  "several-teams": "Several teams of the client",
  customers: "The client's customers",
  public: "Anyone",
};
