import { readFile } from "node:fs/promises";
import { writeTenantFile } from "#agent/files/tenant-file.ts";
import type { TenantRecord } from "#agent/tenant/tenant-record.ts";

/** How this host reaches the package registry. */
const networkVariables = [
  ...["HTTP_PROXY", "HTTPS_PROXY", "NO_PROXY", "http_proxy", "https_proxy", "no_proxy"],
  ...["npm_config_registry", "npm_config_proxy", "npm_config_https_proxy", "npm_config_noproxy"],
];

/**
 * What an installer inside the boundary needs of the agent's own environment to
 * get through to the registry. An address with a password in it stays outside;
 * the host's own certificate authorities are handed in as a copy.
 */
export async function installerEnvironment(
  tenant: TenantRecord,
  environment: NodeJS.ProcessEnv,
): Promise<Record<string, string>> {
  const network = networkVariables.flatMap((name): [string, string][] => {
    const value = environment[name];
    return value === undefined || value.includes("@") ? [] : [[name, value]];
  });
  const authorities = await copyAuthorities(tenant, environment.NODE_EXTRA_CA_CERTS);
  return {
    ...Object.fromEntries(network),
    ...(authorities !== null && { NODE_EXTRA_CA_CERTS: authorities }),
    npm_config_fund: "false",
    npm_config_update_notifier: "false",
  };
}

async function copyAuthorities(tenant: TenantRecord, file: string | undefined): Promise<string | null> {
  const content = file ? await readFile(file).catch(() => null) : null;
  if (content === null) return null;
  const { uid, gid, layout } = tenant;
  const copy = { layout, place: "cache", name: "host-authorities.pem", tenantUid: uid } as const;
  return writeTenantFile(copy, content, { mode: 0o600, uid, gid });
}
