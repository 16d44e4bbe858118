import path from "node:path";
import { z } from "zod";
import type { InstallationPaths } from "#lib/domain/host/installation-paths.ts";
import type { Slug } from "#lib/domain/tenant/slug.ts";

const place = z.string().refine(path.isAbsolute);

/**
 * Where everything of a tenant lies. It stands in the tenant's record from its
 * first provisioning on and is read there: what is derived anew would lead
 * elsewhere as soon as the rule changes, or for a tenant that lies where it did
 * before Bulkhead. Under rung `os-user` the tree itself is root:tenant 0710, so
 * that the tenant can't put another directory in the place of its
 * configuration; what the tenant writes is 0700 and its own. Under rung
 * `profile` everything is 0700 and the agent's user's.
 */
export const tenantLayoutSchema = z.strictObject({
  tree: place,
  /** root:tenant 0750; the file in it root:tenant 0640. */
  config: place,
  configFile: place,
  home: place,
  /** root:tenant 0750 and empty: where processes start, so that no .env of the tenant's is read. */
  start: place,
  state: place,
  workspace: place,
  /** OpenClaw derives it from the state directory. */
  browser: place,
  credentials: place,
  logs: place,
  logFile: place,
  backups: place,
  secrets: place,
  secretsFile: place,
  cache: place,
  /** 0700, the agent's: what the Gateway prints, out of the tenant's reach. */
  output: place,
  outputFile: place,
});
export type TenantLayout = Readonly<z.infer<typeof tenantLayoutSchema>>;

/** Where a tenant lies that this agent makes: all of it below one directory with the slug's name. */
export function tenantLayout(paths: InstallationPaths, slug: Slug): TenantLayout {
  const tree = path.join(paths.tenants, slug);
  const config = path.join(tree, "config");
  const secrets = path.join(tree, "secrets");
  const logs = path.join(tree, "logs");
  const state = path.join(tree, "state");
  const output = path.join(tree, "output");
  return {
    tree,
    config,
    configFile: path.join(config, "openclaw.json"),
    home: path.join(tree, "home"),
    start: path.join(tree, "start"),
    state,
    workspace: path.join(tree, "workspace"),
    browser: path.join(state, "browser"),
    credentials: path.join(state, "credentials"),
    logs,
    logFile: path.join(logs, "gateway.log"),
    backups: path.join(tree, "backups"),
    secrets,
    secretsFile: path.join(secrets, "secrets.json"),
    cache: path.join(tree, "cache"),
    output,
    outputFile: path.join(output, "output.log"),
  };
}

/** The OS user of a tenant at rung `os-user`. At most 27 characters, below Linux's 32. */
export function tenantUserName(slug: Slug): string {
  return `bh-${slug}`;
}

/** Whether a user is a tenant's, of this installation or of another on the host. */
export function isTenantUserName(name: string): boolean {
  return name.startsWith("bh-");
}
