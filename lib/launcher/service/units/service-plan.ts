import path from "node:path";
import type { InstallationPaths } from "#lib/domain/host/installation-paths.ts";
import type { PostgresPaths } from "#lib/launcher/postgres/postgres-paths.ts";
import type { PostgresProgram } from "#lib/launcher/postgres/postgres-program.ts";
import type { WebProgram } from "#lib/launcher/web/stage-web.ts";

/** The parts of an installation that are a unit each, in the order in which they are started. */
export const serviceRoles = ["database", "agent", "worker", "web"] as const;
export type ServiceRole = (typeof serviceRoles)[number];

/** All that the units of an installation say. */
export type ServicePlan = {
  /** What the units' names begin with. */
  readonly prefix: string;
  /** The clone. */
  readonly root: string;
  readonly paths: InstallationPaths;
  /** What the agent runs on. */
  readonly node: string;
  readonly web: WebProgram;
  /** Null when DATABASE_URL names a server of one's own. */
  readonly postgres: { readonly program: PostgresProgram; readonly paths: PostgresPaths } | null;
  /** OS users, each with a group of its name. */
  readonly users: { readonly web: string; readonly database: string };
  /** Of the web. */
  readonly port: number;
};

/** Where systemd looks for the units of this host's administrator. */
export const unitDirectory = "/etc/systemd/system";

/** "bulkhead-web" */
export function unitName({ prefix }: Pick<ServicePlan, "prefix">, role: ServiceRole): string {
  return `${prefix}-${role}`;
}

/** What a role's process gets as its environment: secrets are in it. 0600 and root's, in a directory that is 0700. */
export function environmentFile({ paths }: Pick<ServicePlan, "paths">, role: ServiceRole): string {
  return path.join(paths.service, `${role}.env`);
}

/** The roles that this installation has. */
export function rolesOf({ postgres }: Pick<ServicePlan, "postgres">): ServiceRole[] {
  return serviceRoles.filter((role) => role !== "database" || postgres !== null);
}
