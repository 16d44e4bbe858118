import { readFile } from "node:fs/promises";

/** Random, made by the kernel at each boot: a pid and its start time mean something only together with it. */
export async function readBootId(): Promise<string> {
  return (await readFile("/proc/sys/kernel/random/boot_id", "utf8")).trim();
}
