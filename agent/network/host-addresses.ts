import { z } from "zod";
import { runCommand } from "#agent/system/run-command.ts";

const timeoutMs = 10_000;
const environment = { PATH: "/usr/sbin:/usr/bin:/sbin:/bin", LC_ALL: "C" };
const listingSchema = z.array(
  z.object({
    addr_info: z.array(z.object({ local: z.string().optional(), scope: z.string() })).default([]),
  }),
);

/**
 * This host's own addresses beside its loopback's and the link-local ones, of
 * every interface, also of one that is down: the host answers at those too.
 *
 * @param ip the program
 * @returns null when they can't be read
 */
export async function listHostAddresses(ip: string): Promise<string[] | null> {
  const result = await runCommand(
    { file: ip, args: ["-j", "address"], cwd: "/", env: environment },
    { timeoutMs },
  ).catch(() => null);
  return result?.exitCode === 0 ? parseHostAddresses(result.stdout) : null;
}

/** Reads what `ip -j address` prints; null when it is something else. */
export function parseHostAddresses(text: string): string[] | null {
  try {
    const found = listingSchema
      .parse(JSON.parse(text))
      .flatMap(({ addr_info }) => addr_info)
      .flatMap(({ local }) => local ?? [])
      .filter((address) => !/^127\.|^::1$|^169\.254\.|^fe[89ab][0-9a-f]:/i.test(address));
    return [...new Set(found)].sort();
  } catch {
    return null;
  }
}
