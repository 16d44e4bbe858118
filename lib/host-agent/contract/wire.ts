import { z } from "zod";
import { agentErrorSchema } from "./error.ts";
import { stepSchema } from "./step.ts";

/** Raised by one whenever an older peer would misread a message. Sent as `x-bulkhead-protocol`. */
export const protocolVersion = 3;

/**
 * The header in which every request names the installation that it is meant
 * for. An agent refuses what is meant for another; without it, it answers
 * `host.facts` alone, which is how one learns whose agent it is.
 */
export const installationHeader = "x-bulkhead-installation";

/** Largest request body the agent reads, in bytes. */
export const maxRequestBytes = 64 * 1024;

/** The final line or document of a verb. `result` is parsed again with the verb's own schema. */
export const outcomeSchema = z.discriminatedUnion("ok", [
  z.strictObject({ ok: z.literal(true), result: z.unknown() }),
  z.strictObject({ ok: z.literal(false), error: agentErrorSchema }),
]);
export const stepLineSchema = z.strictObject({ step: stepSchema });
export const eventLineSchema = z.strictObject({ event: z.unknown() });
