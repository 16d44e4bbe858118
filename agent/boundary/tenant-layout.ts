import path from "node:path";
import type { InstallationPaths } from "#lib/domain/host/installation-paths.ts";
import type { Slug } from "#lib/domain/tenant/slug.ts";

/**
 * Every path of a tenant, derived from its slug alone. Under rung `os-user` the
 * tree itself is root:tenant 0710, so that the tenant can't put another
 * directory in the place of its configuration; what the tenant writes is 0700
 * and its own. Under rung `profile` everything is 0700 and the agent's user's.
 */
export type TenantLayout = ReturnType<typeof tenantLayout>;

export function tenantLayout(paths: InstallationPaths, slug: Slug) {
  const tree = path.join(paths.tenants, slug);
  const config = path.join(tree, "config");
  const secrets = path.join(tree, "secrets");
  const logs = path.join(tree, "logs");
  const state = path.join(tree, "state");
  const output = path.join(tree, "output");
  return {
    tree,
    /** root:tenant 0750; the file in it root:tenant 0640. */
    config,
    configFile: path.join(config, "openclaw.json"),
    home: path.join(tree, "home"),
    /** root:tenant 0750 and empty: where processes start, so that no .env of the tenant's is read. */
    start: path.join(tree, "start"),
    state,
    workspace: path.join(tree, "workspace"),
    /** OpenClaw derives it from the state directory. */
    browser: path.join(state, "browser"),
    credentials: path.join(state, "credentials"),
    logs,
    logFile: path.join(logs, "gateway.log"),
    backups: path.join(tree, "backups"),
    secrets,
    secretsFile: path.join(secrets, "secrets.json"),
    cache: path.join(tree, "cache"),
    /** 0700, the agent's: what the Gateway prints, out of the tenant's reach. */
    output,
    outputFile: path.join(output, "output.log"),
  } as const;
}

/** The OS user of a tenant at rung `os-user`. At most 27 characters, below Linux's 32. */
export function tenantUserName(slug: Slug): string {
  return `bh-${slug}`;
}
