import { realpath } from "node:fs/promises";
import { z } from "zod";
import { readBytesInside, readInside } from "#agent/files/open-inside.ts";
import { readEnviron } from "#agent/proc/read-process.ts";
import { parseOrNull } from "#agent/staged/parse-bounded.ts";
import type { Participant } from "./participant.ts";

const secretsSchema = z.object({ gateway: z.object({ token: z.string().min(1) }) });
const configSchema = z.object({
  gateway: z.object({ auth: z.object({ rateLimit: z.object({ exemptLoopback: z.literal(false) }) }) }),
});

/** What the agent, as root, reads of a tenant's secrets to decide what may be shown to whom. Kept in memory for the run. */
export type TenantTokens = {
  readonly token: string | null;
  /** Everything the tenant could have a token from. */
  readonly known: string;
  /** Its Gateway locks the operator of this host out after wrong tokens, so none are tried. */
  readonly locksOut: boolean;
};

/** As texts, not as `readSecrets` does: a token is known wherever it stands, also in a file that makes no sense. */
export async function readTenantTokens({ layout, gateway }: Participant): Promise<TenantTokens> {
  const root = await realpath(layout.tree).catch(() => null);
  if (root === null) return { token: null, known: "", locksOut: false };
  const secretsFile = layout.secretsFile.replace(layout.tree, root);
  const configFile = layout.configFile.replace(layout.tree, root);
  const [secrets, config] = await Promise.all([
    readInside(root, secretsFile),
    readBytesInside(root, configFile),
  ]);
  const secretsText = secrets.status === "ok" ? secrets.value : "";
  const configText = config.status === "ok" ? config.value.toString("utf8") : "";
  const environ = gateway === null ? {} : (readEnviron(gateway.pid) ?? {});
  return {
    token: secretsSchema.safeParse(parseOrNull(secretsText)).data?.gateway.token ?? null,
    known: [secretsText, configText, ...Object.values(environ)].join("\n"),
    locksOut: configSchema.safeParse(parseOrNull(configText)).success,
  };
}

/** True when showing the source's token to the target's Gateway gives nothing away: the target has it already. */
export function knowsToken(target: TenantTokens, source: TenantTokens): boolean {
  return source.token !== null && target.known.includes(source.token);
}
