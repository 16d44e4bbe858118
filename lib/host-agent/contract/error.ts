import { z } from "zod";

/** Every way in which a verb can be refused or fail. The set is closed: both sides know each code. */
export const agentErrorCodes = [
  "BAD_REQUEST",
  "UNAUTHORIZED",
  "PROTOCOL_MISMATCH",
  "OTHER_INSTALLATION",
  "NOT_FOUND",
  "RUNG_UNAVAILABLE",
  "NOT_ROOT",
  "OS_USER_FOREIGN",
  "PORT_TAKEN",
  "PATH_FOREIGN",
  "DISK_FULL",
  "RUNTIME_MISSING",
  "CONFIG_INVALID",
  "CONFIG_CHANGED",
  "CONFIG_REFUSED",
  "START_TIMEOUT",
  "START_FAILED",
  "STOP_FAILED",
  "STALE_GENERATION",
  "NOT_PROVISIONED",
  "GATEWAY_RUNNING",
  "AUDIT_FAILED",
  "PLUGIN_FAILED",
  "CANCELLED",
  "BUSY",
  "UNREADABLE",
  "INTERNAL",
] as const;

export const agentErrorCodeSchema = z.enum(agentErrorCodes);
export type AgentErrorCode = z.infer<typeof agentErrorCodeSchema>;

/**
 * A refusal or failure as data. `message` says what happened and why, in words
 * for an operator; `nextStep` says what to do; `isRetryable` is true when the
 * same call may succeed later without anybody changing anything.
 */
export const agentErrorSchema = z.strictObject({
  code: agentErrorCodeSchema,
  message: z.string().max(2000),
  nextStep: z.string().max(1000),
  isRetryable: z.boolean(),
});
export type AgentError = z.infer<typeof agentErrorSchema>;
