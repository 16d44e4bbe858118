import { lstat, readdir, readFile } from "node:fs/promises";
import { compareLoose } from "semver";
import { z } from "zod";
import type { InstallationPaths } from "#lib/domain/host/installation-paths.ts";
import { runtimeVersionSchema } from "#lib/host-agent/contract/tenant-spec.ts";
import { runtimePaths } from "./runtime-paths.ts";

export const runtimeManifestSchema = z.strictObject({
  openclaw: runtimeVersionSchema,
  node: z.string(),
  lockSha256: z.string(),
  installedAt: z.iso.datetime(),
});
export type RuntimeManifest = z.infer<typeof runtimeManifestSchema>;

export type RuntimeState = { readonly openclaw: string; readonly node: string; readonly isReady: boolean };

/** The installed runtime of one version; null when there is none that was finished. */
export async function readRuntime(
  paths: InstallationPaths,
  version: string,
): Promise<RuntimeManifest | null> {
  const runtime = runtimePaths(paths, version);
  try {
    const manifest = runtimeManifestSchema.parse(JSON.parse(await readFile(runtime.manifest, "utf8")));
    await Promise.all([lstat(runtime.node), lstat(runtime.openclaw)]);
    return manifest.openclaw === version ? manifest : null;
  } catch {
    return null;
  }
}

/** Every version in the store, the newest last, also one that can't be used. */
export async function listRuntimes(paths: InstallationPaths): Promise<RuntimeState[]> {
  const names = await readdir(paths.runtimeStore).catch(() => []);
  const versions = names.filter((name) => runtimeVersionSchema.safeParse(name).success).sort(compareLoose);
  return Promise.all(
    versions.map(async (version) => {
      const manifest = await readRuntime(paths, version);
      return { openclaw: version, node: manifest?.node ?? "unknown", isReady: manifest !== null };
    }),
  );
}
