import { z } from "zod";
import { askAgent } from "#lib/agent-calls/host-agent.ts";
import { botNumber } from "#lib/domain/channel/bot-number.ts";
import { secretPathOf } from "#lib/domain/credential/secret-name.ts";
import type { SecretTrace } from "#lib/host-agent/contract/secrets.ts";

/** A secret as a person entered it. It goes to the agent and nowhere else. */
export const enteredSecretSchema = z
  .string()
  .max(8192, "This is longer than any secret.")
  .refine((value) => value.trim() !== "", "Enter it.");

/** A secret on its way to its place. */
export type SecretOnItsWay = {
  readonly pointer: string;
  readonly value: string;
  readonly trace: SecretTrace;
};

/** Asks the host for what may be known of each secret; values by their place. */
export async function traceSecrets(
  hostId: string,
  values: Readonly<Record<string, string>>,
): Promise<SecretOnItsWay[]> {
  return Promise.all(
    Object.entries(values).map(async ([pointer, value]) => ({
      pointer,
      value,
      trace: await askAgent(hostId, "secrets.check", { value }),
    })),
  );
}

/** What is written down of a secret on its way: everything but the secret. */
export const enteredTraceSchema = z.object({
  pointer: z.string(),
  fingerprint: z.string(),
  lastFour: z.string().nullable(),
  /** The channel and the number of the bot that it is of; null where it names none. */
  account: z.object({ kind: z.string(), identity: z.string() }).nullable(),
});
export type EnteredTrace = z.output<typeof enteredTraceSchema>;

export function toEnteredTrace({ pointer, value, trace }: SecretOnItsWay): EnteredTrace {
  const [area, kind = ""] = secretPathOf(pointer) ?? [];
  const identity = area === "channels" ? botNumber(kind, value.trim()) : null;
  return { pointer, ...trace, account: identity === null ? null : { kind, identity } };
}
