import type { SecretSighting } from "./configuration-view.ts";
import { byHand, restoring } from "./cures.ts";
import type { Cure, Fault, MistakeRule, ViewedTenant } from "./mistake-rule.ts";
import { shellWord } from "./shell-word.ts";

/** A secret written into the configuration itself. */
export const plainSecretInConfig: MistakeRule = {
  id: "plain-secret-in-config",
  title: "A secret in the configuration itself",
  explanation:
    "A configuration is copied, compared, backed up and shown to people who help. A secret in it spreads with every copy, and OpenClaw keeps five older ones beside it.",
  remedy:
    "Enter the secret in the dashboard, which keeps it in the tenant's secrets file and refers to it. Then change it at the provider: the old copies of the configuration still have it.",
  looksAt:
    "Settings of the configuration in effect, included files too, whose name or form is a secret's. The value is fingerprinted, not kept.",
  buyerText: "This client's keys are kept apart from settings and their copies.",
  fixes: ["move-secrets", "restore-configuration"],
  items: ["gateway-token", "channel-credentials", "model-credentials"],
  needs: ["configuration"],
  reads: [],
  needsSecrets: [],
  comparesTenants: false,
  find: (tenants) =>
    tenants.flatMap((tenant) => sightingsIn(tenant, ["config"], "stands in the configuration", configCure)),
};

/** A secret in a .env file that the tenant's agent can read. */
export const secretInDotenv: MistakeRule = {
  id: "secret-in-dotenv",
  title: "A secret in a .env file",
  explanation:
    "A .env file in the workspace is a file like any other for the assistant: one message is enough to make it read the file out. It also gets into version control and archives.",
  remedy:
    "Enter the secret in the dashboard, delete the line from the file that is named, and change the secret at the provider: the assistant could have read it.",
  looksAt:
    "Names in .env files of the workspaces, the state directory, the home and the start directory. Values are fingerprinted, not kept.",
  buyerText: "No keys lie among the files that the assistant works with.",
  fixes: [],
  items: ["workspace", "model-credentials"],
  needs: ["dotenv"],
  reads: ["agents"],
  needsSecrets: [],
  comparesTenants: false,
  find: (tenants) => tenants.flatMap((tenant) => sightingsIn(tenant, ["dotenv"], "lies in", dotenvCure)),
};

/** A secret that the list of processes shows. */
export const secretInArguments: MistakeRule = {
  id: "secret-in-arguments",
  title: "A secret in a process's arguments or environment",
  explanation:
    "Every user of a host can read the arguments of every process. A process's environment is inherited by each command that the assistant runs.",
  remedy:
    "Restart the Gateway from the dashboard, which passes secrets in files. If another program was started with the secret, end it and start it with a file. Change the secret at the provider.",
  looksAt:
    "Command lines of everything that runs as the tenant's user, and the environment of the Gateway's process. Needs a Gateway that runs.",
  buyerText: "This client's keys can't be seen in the server's list of programs.",
  fixes: ["restart"],
  items: ["gateway-token", "model-credentials"],
  needs: ["process"],
  needsSecrets: [],
  comparesTenants: false,
  find: (tenants) =>
    tenants.flatMap((tenant) =>
      sightingsIn(tenant, ["arguments", "environment"], "can be seen in", processCure),
    ),
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
  cure: (tenant: ViewedTenant, secret: SecretSighting) => Cure,
): Fault[] {
  const found = view.secrets
    .filter(({ place, fingerprint }) => places.includes(place) && fingerprint !== null)
    .map((secret): [string, Fault] => {
      const { setting, where, place } = secret;
      const key = `${setting} ${place} ${stable(where)}`;
      const detail = `${setting} ${verb}${where === null ? "" : ` ${where}`}.`;
      const fault = { key, slug, others: [], detail, seenHow: seenHow[place] ?? "" };
      return [key, { ...fault, cure: cure({ slug, view }, secret) }];
    });
  return [...new Map(found).values()];
}

function configCure({ view }: ViewedTenant, { setting, reference }: SecretSighting): Cure {
  if (reference != null) return { by: "click", fix: "move-secrets", subject: setting };
  const isEntered = /^(?:channels|models)\./.test(setting);
  return restoring(
    view,
    // A second secret in one text is told by its number.
    [setting.replace(/ \(\d+\)$/, "")],
    isEntered
      ? `Enter the secret under Credentials, then take ${setting} out of the configuration.`
      : `Write a reference in the place of the value at ${setting} (to OpenClaw's secret store, a file or a variable), and change the secret where it is used.`,
  );
}

/** Not by a click: the file is the client's work, and what reads the variable is not known. */
function dotenvCure(_: ViewedTenant, { setting, where }: SecretSighting): Cure {
  const command = `sed -i -E '/^\\s*(export\\s+)?${setting}\\s*=/d' ${shellWord(where ?? "")}`;
  return byHand(
    `Enter the secret under Credentials. Then delete the line on the host (${command}), and change the secret at the provider: the assistant could have read it.`,
  );
}

function processCure(_: ViewedTenant, { foreignPid, place }: SecretSighting): Cure {
  if (foreignPid == null || place === "environment") return { by: "click", fix: "restart", subject: place };
  return byHand(
    `Find out who started process ${foreignPid} (ps -fp ${foreignPid}), end it on the host (kill ${foreignPid}), and start it with the secret in a file. Change the secret at the provider.`,
  );
}

/** A process's number changes with every start; the fault does not. */
function stable(where: string | null): string {
  return (where ?? "").replace(/pid \d+/g, "pid");
}
