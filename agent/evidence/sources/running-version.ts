import { realpath } from "node:fs/promises";
import path from "node:path";
import { isInside } from "#agent/files/inspect-place.ts";
import type { TenantView } from "./tenant-view.ts";

/** The version that the running process was started from, or the one that it would be. */
export async function runningVersion({ gateway, context, record }: TenantView): Promise<string> {
  const store = await realpath(context.paths.runtimeStore).catch(() => context.paths.runtimeStore);
  const program = gateway?.program ?? "";
  return isInside(program, store)
    ? (path.relative(store, program).split("/")[0] ?? "")
    : record.runtimeVersion;
}
