import path from "node:path";
import { z } from "zod";
import { type InstallationPaths, installationPaths } from "#lib/domain/host/installation-paths.ts";
import { LaunchError } from "#lib/launcher/terminal/launch-error.ts";
import { readTrustedProxies } from "#lib/launcher/web/front/client-address.ts";

/** What whoever starts an installation may choose. */
export type Settings = {
  readonly paths: InstallationPaths;
  readonly isRoot: boolean;
  readonly port: number;
  /** Address on which the web listens. */
  readonly bindAddress: string;
  readonly publicUrl: string;
  /** Addresses and networks of proxies that may say from where a request comes; empty: nobody may. */
  readonly trustedProxies: string;
  /** Set when a server of one's own is used instead of the embedded one. */
  readonly databaseUrl: string | null;
};

const variablesSchema = z.object({
  PORT: z.coerce.number().int().min(1).max(65535).default(3000),
  BULKHEAD_BIND: z.union([z.ipv4(), z.ipv6()]).default("127.0.0.1"),
  BULKHEAD_URL: z.url({ protocol: /^https?$/ }).optional(),
  BULKHEAD_TRUSTED_PROXIES: z
    .string()
    .default("")
    .check(({ value, issues }) => {
      try {
        readTrustedProxies(value);
      } catch (error) {
        issues.push({ code: "custom", input: value, message: error instanceof Error ? error.message : "" });
      }
    }),
  BULKHEAD_HOME: z.string().startsWith("/", "must be an absolute path").optional(),
  DATABASE_URL: z
    .string()
    .regex(/^postgres(ql)?:\/\//, "must begin with postgresql://")
    .optional(),
  XDG_DATA_HOME: z.string().startsWith("/").optional().catch(undefined),
});

/**
 * @param variables the environment; empty values count as unset
 * @param user who starts: its uid and home directory
 * @throws LaunchError that names each malformed variable
 */
export function readSettings(
  variables: Readonly<Record<string, string | undefined>>,
  user: { readonly uid: number; readonly homeDirectory: string },
): Settings {
  const given = Object.fromEntries(Object.entries(variables).filter(([, value]) => value !== ""));
  const parsed = variablesSchema.safeParse(given);
  if (!parsed.success) {
    const problems = parsed.error.issues.map((issue) => `${issue.path.join(".")}: ${issue.message}`);
    throw new LaunchError(`A setting can't be used. ${problems.join("; ")}.`, "Correct it and start again.");
  }
  const settings = parsed.data;
  const isRoot = user.uid === 0;
  const ownHome = path.join(
    settings.XDG_DATA_HOME ?? path.join(user.homeDirectory, ".local/share"),
    "bulkhead",
  );
  const home = settings.BULKHEAD_HOME ?? (isRoot ? "/var/lib/bulkhead" : ownHome);
  return {
    paths: installationPaths(path.resolve(home)),
    isRoot,
    port: settings.PORT,
    bindAddress: settings.BULKHEAD_BIND,
    publicUrl: (settings.BULKHEAD_URL ?? `http://localhost:${settings.PORT}`).replace(/\/+$/, ""),
    trustedProxies: settings.BULKHEAD_TRUSTED_PROXIES,
    databaseUrl: settings.DATABASE_URL ?? null,
  };
}
