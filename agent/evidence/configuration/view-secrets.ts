import { listConfigSecrets, type SecretSource } from "#agent/config-file/config-secrets.ts";
import { resolveSecret } from "#agent/evidence/sources/resolve-secret.ts";
import type { TenantView } from "#agent/evidence/sources/tenant-view.ts";
import { fingerprint } from "#agent/system/fingerprint.ts";
import type { JsonObject } from "#agent/system/json-value.ts";
import type { SecretSighting } from "#lib/domain/mistakes/configuration-view.ts";
import { isNoModelKey, isPublicToken } from "#lib/domain/secrecy/placeholders.ts";

type Role = SecretSighting["role"];

/** The tenant's secrets where they were seen, and their values for comparisons that end inside the agent. */
export type SeenSecrets = {
  readonly sightings: readonly SecretSighting[];
  /** By setting. Never leaves the agent. */
  readonly values: ReadonlyMap<string, string>;
};

/** One more than a view takes, which then says that there are too many. */
const mostSecrets = 501;

/**
 * Secrets that the configuration names, and those in OpenClaw's own databases.
 *
 * @param config as it is written, before any variable is in its place
 * @param references where the dashboard's configuration reads each setting in the secrets file
 */
export async function viewSecrets(
  view: TenantView,
  config: JsonObject,
  references: ReadonlyMap<string, string> = new Map(),
): Promise<SeenSecrets> {
  const sightings: SecretSighting[] = [];
  const values = new Map<string, string>();
  for (const { setting, item, source } of listConfigSecrets(config).slice(0, mostSecrets)) {
    if (view.isOver.aborted) break;
    const resolved = await resolveSecret(view, source);
    const role =
      item === "gateway-token"
        ? gatewayRole(setting)
        : item === "channel-credentials"
          ? channelRole(setting)
          : otherRole(setting);
    const place = places[source.kind];
    if (resolved.status === "found") {
      if (isPlaceholder(role, resolved.value)) continue;
      values.set(setting, resolved.value);
      sightings.push({
        role,
        setting,
        place,
        where: resolved.file,
        ...print(view, role, resolved.value),
        reference: references.get(setting) ?? null,
      });
    } else {
      const where =
        resolved.status === "outside" ? "its file lies outside the tenant's tree" : resolved.reason;
      sightings.push({ role, setting, place, where, fingerprint: null });
    }
  }
  for (const { label, value } of view.database.profiles) {
    if (isPlaceholder("model", value)) continue;
    values.set(label, value);
    sightings.push({
      role: "model",
      setting: label,
      place: "store",
      where: null,
      ...print(view, "model", value),
    });
  }
  for (const problem of view.database.problems) {
    sightings.push({
      role: "model",
      setting: "sign-ins in OpenClaw's database",
      place: "store",
      where: problem,
      fingerprint: null,
    });
  }
  return { sightings, values };
}

/** True for what stands in the place of a key where a model server or service asks for none. */
export function isPlaceholder(role: Role, value: string): boolean {
  return (role === "model" || role === "other") && isNoModelKey(value);
}

/** What is told of a secret in its place. */
export function print(
  view: TenantView,
  role: Role,
  secret: string,
): Pick<SecretSighting, "fingerprint" | "isPublic"> {
  const opensGateway = role === "gateway" || role === "hooks";
  return {
    fingerprint: fingerprint(view.context.fingerprintKey, secret),
    isPublic: opensGateway ? isPublicToken(secret) : null,
  };
}

/** What a variable's value opens, by the name that custom gives it. */
export function roleOfVariable(name: string): Role {
  if (/^OPENCLAW_GATEWAY_/.test(name)) return "gateway";
  if (/HOOKS?_TOKEN$/.test(name)) return "hooks";
  if (/^(TELEGRAM|SLACK|DISCORD|WHATSAPP|SIGNAL|MATRIX|LINE|MATTERMOST)_/.test(name)) return "channel";
  return "model";
}

const places: Readonly<Record<SecretSource["kind"], SecretSighting["place"]>> = {
  plain: "config",
  environment: "variable",
  text: "variable",
  path: "file",
  file: "file",
  store: "store",
  command: "command",
};

function gatewayRole(setting: string): Role {
  if (setting.startsWith("hooks.")) return "hooks";
  return setting.startsWith("gateway.auth.") ? "gateway" : "other";
}

/** An account at a proxy is none of the channel's. */
function channelRole(setting: string): Role {
  return /prox(?:y|ies)/i.test(setting) ? "other" : "channel";
}

function otherRole(setting: string): Role {
  const variable = /^env(?:\.vars)?\.(.+)$/.exec(setting)?.[1];
  if (variable !== undefined) return roleOfVariable(variable);
  return /^(models|auth|agents)\./.test(setting) ? "model" : "other";
}
