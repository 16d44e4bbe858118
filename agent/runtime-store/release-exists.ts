import { access } from "node:fs/promises";
import path from "node:path";
import { releasesDirectory } from "./runtime-paths.ts";

/** Whether this build knows the locked packages of a version, and so can install it. */
export async function releaseExists(version: string): Promise<boolean> {
  return access(path.join(releasesDirectory, version, "package-lock.json")).then(
    () => true,
    () => false,
  );
}
