import type { AgentContext } from "#agent/context/context.ts";
import { reloadSecrets } from "#agent/gateway/reload-secrets.ts";
import { readSecretFiles } from "#agent/secrets-store/secret-files.ts";
import { readSecrets, secretAt, withSecret, writeSecrets } from "#agent/secrets-store/secrets-file.ts";
import { traceOf } from "#agent/secrets-store/trace.ts";
import { AgentFailure } from "#agent/steps/agent-error.ts";
import type { TenantRecord } from "#agent/tenant/tenant-record.ts";
import { channelKindSchema, channelLabels } from "#lib/domain/channel/channel-kind.ts";
import { fileSettingOf } from "#lib/domain/channel/setting-form.ts";
import { secretPathOf } from "#lib/domain/credential/secret-name.ts";
import type { Reload, SecretTrace, StoredSecret } from "#lib/host-agent/contract/secrets.ts";
import { addressInUse, untieSecrets } from "./secret-addresses.ts";

type EnteredSecret = {
  readonly name: string;
  readonly value: string;
  /** Where it is meant for; left out where that doesn't change. */
  readonly address?: string | undefined;
};

/**
 * Puts a secret in its place in the tenant's secrets file, over one that may be
 * there, and has a running Gateway read it, unless that would still send it to
 * another address than it is meant for. The caller holds the lock of the
 * tenant's secrets.
 */
export async function setSecret(
  context: AgentContext,
  tenant: TenantRecord,
  { name, value, address }: EnteredSecret,
): Promise<SecretTrace & { reload: Reload }> {
  refuseUnprovisioned(tenant);
  const path = requirePath(name);
  const secret = value.trim();
  await writeSecrets(tenant, withSecret(await readSecrets(context, tenant), path, secret));
  if (secretAt(await readSecrets(context, tenant), path) !== secret) {
    throw new AgentFailure(
      "INTERNAL",
      "The secret was written, but the file, read again, has another one.",
      "Look for a program on the host that writes to the tenant's secrets, then enter it again.",
    );
  }
  await untieSecrets(context, tenant.slug, [name]);
  const inUse = addressInUse(tenant, name);
  // OpenClaw reads its secrets anew together with a changed configuration.
  if (address !== undefined && inUse !== null && inUse !== address) {
    return {
      ...traceOf(context, secret),
      reload: { state: "failed", reason: "It is read with its address." },
    };
  }
  return { ...traceOf(context, secret), reload: await reloadOf(context, tenant, path) };
}

/** A secret in a file of its own is read when its channel starts, and not again. */
async function reloadOf(
  context: AgentContext,
  tenant: TenantRecord,
  path: readonly string[],
): Promise<Reload> {
  const [area, kind, , key = ""] = path;
  const channel = area === "channels" ? channelKindSchema.safeParse(kind).data : undefined;
  const reload = await reloadSecrets(context, tenant);
  if (channel === undefined || fileSettingOf(channel, key) === null || reload.state !== "reloaded")
    return reload;
  return { state: "failed", reason: `${channelLabels[channel]} reads it only when it starts.` };
}

/**
 * Everything in the tenant's secrets file that is a secret, by name; values stay
 * here. Of one that OpenClaw reads in a file of its own, what that file has.
 */
export async function listSecrets(context: AgentContext, tenant: TenantRecord): Promise<StoredSecret[]> {
  refuseUnprovisioned(tenant);
  const found: StoredSecret[] = [];
  const collect = (value: unknown, name: string) => {
    if (typeof value === "string" && value !== "") found.push({ name, ...traceOf(context, value) });
    else if (typeof value === "object" && value !== null && name.split("/").length < 8) {
      for (const [key, inner] of Object.entries(value)) collect(inner, `${name}/${key}`.slice(0, 300));
    }
  };
  const document = await readSecrets(context, tenant);
  collect(document, "");
  const ownFiles = await readSecretFiles(tenant, document);
  const seen = found.flatMap((secret) => {
    const value = ownFiles.get(secret.name);
    if (value === undefined) return secret;
    return value === null ? [] : { name: secret.name, ...traceOf(context, value) };
  });
  return seen.slice(0, 500);
}

export function requirePath(name: string): readonly string[] {
  const path = secretPathOf(name);
  if (path === null) throw new Error("The contract lets only names of secrets through.");
  return path;
}

export function refuseUnprovisioned({ slug, isProvisioned }: TenantRecord): void {
  if (isProvisioned) return;
  throw new AgentFailure(
    "NOT_PROVISIONED",
    `Provisioning of "${slug}" did not finish, so it has no place for secrets yet.`,
    "Provision the tenant again; it goes on where it stopped.",
  );
}
