import { readFile, writeFile } from "node:fs/promises";

/** Rewrites a tenant's configuration in place, with its owner and mode; the answer puts back what was there. */
export async function changeConfig(
  configFile: string,
  change: (config: Record<string, Record<string, unknown>>) => void,
): Promise<() => Promise<void>> {
  const before = await readFile(configFile, "utf8");
  const config = JSON.parse(before);
  change(config);
  await writeFile(configFile, JSON.stringify(config));
  return () => writeFile(configFile, before);
}
