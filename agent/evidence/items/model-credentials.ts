import type { Draft } from "#agent/evidence/sources/evidence-builder.ts";
import { addFingerprint, listSecretsOf, observeSecrets } from "#agent/evidence/sources/observe-secrets.ts";
import type { TenantView } from "#agent/evidence/sources/tenant-view.ts";
import { isSecretVariable } from "#lib/domain/secrecy/credential-setting.ts";

/** Keys and sign-ins for model providers and tools: configuration, environment and OpenClaw's databases. */
export async function observeModelCredentials(draft: Draft, view: TenantView): Promise<void> {
  let count = observeDatabases(draft, view) + observeEnvironment(draft, view);
  const secrets = listSecretsOf(draft, view, "model-credentials");
  if (secrets === null) return;
  count += await observeSecrets(draft, view, secrets);
  draft.fact("Credentials", count === 0 && secrets.length === 0 ? "None on this host" : String(count));
}

function observeDatabases(draft: Draft, view: TenantView): number {
  const { database } = view;
  draft.how("OpenClaw's databases, read as the tenant's user");
  draft.fact("Databases read", String(database.databases - database.problems.length));
  for (const problem of database.problems) draft.unmeasured(problem);
  for (const { label, value } of database.profiles) addFingerprint(draft, view, value, label);
  for (const [name, value] of database.store) {
    if (isSecretVariable(name)) addFingerprint(draft, view, value, `secret store: ${name}`);
  }
  return database.profiles.length + database.store.size;
}

function observeEnvironment(draft: Draft, view: TenantView): number {
  if (view.gateway === null) return 0;
  if (view.gateway.environ === null) {
    draft.unmeasured(`The environment of ${view.gateway.name} could not be read.`);
    return 0;
  }
  draft.how(`environment of ${view.gateway.name}`);
  const secrets = Object.entries(view.gateway.environ).filter(
    ([name, value]) => value !== "" && isSecretVariable(name) && !name.startsWith("OPENCLAW_GATEWAY_"),
  );
  for (const [name, value] of secrets) {
    addFingerprint(draft, view, value, `environment: ${name}`);
    draft.defect(
      "in-environment",
      `The secret ${name} is in the Gateway's environment, which every command of the tenant's agent inherits.`,
      "Put it into the tenant's secrets and refer to it.",
    );
  }
  return secrets.length;
}
