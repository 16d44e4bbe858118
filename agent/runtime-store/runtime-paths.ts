import path from "node:path";
import type { InstallationPaths } from "#lib/domain/host/installation-paths.ts";

/** The OpenClaw version that new tenants get. */
export const defaultRuntimeVersion = "2026.9.6";

/** Where the locked manifests of the versions stand that this build can install. */
export const releasesDirectory = path.join(import.meta.dirname, "releases");

/** The places inside one version of the runtime store. */
export function runtimePaths(paths: InstallationPaths, version: string) {
  const root = path.join(paths.runtimeStore, version);
  return {
    root,
    node: path.join(root, "bin", "node"),
    openclaw: path.join(root, "node_modules", "openclaw", "openclaw.mjs"),
    /** Written last, before the whole is moved into place. */
    manifest: path.join(root, "runtime.json"),
  } as const;
}
