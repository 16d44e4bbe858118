import type { SecretSighting } from "./configuration-view.ts";
import type { Fault, MistakeRule, ViewedTenant } from "./mistake-rule.ts";

/** A secret written into the configuration itself. */
export const plainSecretInConfig: MistakeRule = {
  id: "plain-secret-in-config",
  title: "A secret in the configuration itself",
  explanation:
    "A configuration is copied, compared, backed up and shown to people who help. A secret in it spreads with every copy, and OpenClaw keeps five older ones beside it.",
  remedy:
    "Enter the secret in the dashboard, which keeps it in the tenant's secrets file and refers to it. Then change it at the provider: the old copies of the configuration still have it.",
  buyerText: "This client's keys are kept apart from settings and their copies.",
  fix: "restore-configuration",
  items: ["gateway-token", "channel-credentials", "model-credentials"],
  needs: ["configuration"],
  needsSecrets: [],
  comparesTenants: false,
  find: (tenants) =>
    tenants.flatMap((tenant) => sightingsIn(tenant, ["config"], "stands in the configuration")),
};

/** A secret in a .env file that the tenant's agent can read. */
export const secretInDotenv: MistakeRule = {
  id: "secret-in-dotenv",
  title: "A secret in a .env file",
  explanation:
    "A .env file in the workspace is a file like any other for the assistant: one message is enough to make it read the file out. It also gets into version control and archives.",
  remedy:
    "Enter the secret in the dashboard, delete the line from the file that is named, and change the secret at the provider: the assistant could have read it.",
  buyerText: "No keys lie among the files that the assistant works with.",
  fix: null,
  items: ["workspace", "model-credentials"],
  needs: ["dotenv"],
  needsSecrets: [],
  comparesTenants: false,
  find: (tenants) => tenants.flatMap((tenant) => sightingsIn(tenant, ["dotenv"], "lies in")),
};

/** A secret that the list of processes shows. */
export const secretInArguments: MistakeRule = {
  id: "secret-in-arguments",
  title: "A secret in a process's arguments or environment",
  explanation:
    "Every user of a host can read the arguments of every process. A process's environment is inherited by each command that the assistant runs.",
  remedy:
    "Restart the Gateway from the dashboard, which passes secrets in files. If another program was started with the secret, end it and start it with a file. Change the secret at the provider.",
  buyerText: "This client's keys can't be seen in the server's list of programs.",
  fix: "restart",
  items: ["gateway-token", "model-credentials"],
  needs: ["process"],
  needsSecrets: [],
  comparesTenants: false,
  find: (tenants) =>
    tenants.flatMap((tenant) => sightingsIn(tenant, ["arguments", "environment"], "can be seen in")),
};

const seenHow: Readonly<Partial<Record<SecretSighting["place"], string>>> = {
  config: "Settings of the configuration in effect; the value was fingerprinted, not kept.",
  dotenv: "Names in the file; values were fingerprinted, not kept.",
  arguments: "Command lines in the host's list of processes; the value was fingerprinted, not kept.",
  environment: "Names in the process's environment; values were fingerprinted, not kept.",
};

function sightingsIn(
  { slug, view }: ViewedTenant,
  places: readonly SecretSighting["place"][],
  verb: string,
): Fault[] {
  const found = view.secrets
    .filter(({ place, fingerprint }) => places.includes(place) && fingerprint !== null)
    .map(({ setting, where, place }): [string, Fault] => [
      `${setting} ${place} ${stable(where)}`,
      {
        key: `${setting} ${place} ${stable(where)}`,
        slug,
        others: [],
        detail: `${setting} ${verb}${where === null ? "" : ` ${where}`}.`,
        seenHow: seenHow[place] ?? "",
      },
    ]);
  return [...new Map(found).values()];
}

/** A process's number changes with every start; the fault does not. */
function stable(where: string | null): string {
  return (where ?? "").replace(/pid \d+/g, "pid");
}
