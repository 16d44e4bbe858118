import { z } from "zod";
import type { SecretTrace } from "#lib/host-agent/contract/secrets.ts";
import { askAgent } from "#lib/services/host/host-agent.ts";

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

/** Asks the agent for what may be known of each secret; values by their place. */
export async function traceSecrets(values: Readonly<Record<string, string>>): Promise<SecretOnItsWay[]> {
  return Promise.all(
    Object.entries(values).map(async ([pointer, value]) => ({
      pointer,
      value,
      trace: await askAgent("secrets.check", { value }),
    })),
  );
}
