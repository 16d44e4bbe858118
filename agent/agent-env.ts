import { homedir } from "node:os";
import path from "node:path";
import { z } from "zod";
import { defaultPortRange } from "#lib/domain/host/port-block.ts";

const port = z.coerce.number().int().min(1024).max(65_535);
const agentEnvSchema = z.object({
  BULKHEAD_HOME: z.string().startsWith("/").optional(),
  BULKHEAD_SOCKET_UID: z.coerce.number().int().nonnegative().optional(),
  BULKHEAD_LOG_LEVEL: z.enum(["fatal", "error", "warn", "info", "debug", "trace", "silent"]).default("info"),
  BULKHEAD_PORT_FIRST: port.default(defaultPortRange.first),
  BULKHEAD_PORT_LAST: port.default(defaultPortRange.last),
  /** A stand-in for the providers' identity calls, on this host alone; for tests. */
  BULKHEAD_TEST_PROVIDERS: z
    .url()
    .regex(/^http:\/\/127\.0\.0\.1:\d+$/)
    .optional(),
  XDG_DATA_HOME: z.string().startsWith("/").optional(),
});

export type AgentEnv = {
  readonly home: string;
  /** Who may connect to the socket; undefined when agent and web are one user. */
  readonly socketUid: number | undefined;
  readonly logLevel: string;
  readonly portRange: { readonly first: number; readonly last: number };
  /** Undefined outside tests: providers are asked at their own addresses. */
  readonly testProviders?: string | undefined;
};

/** What the agent reads of its environment, checked. */
export function readAgentEnv(environment: NodeJS.ProcessEnv, isRoot: boolean): AgentEnv {
  const env = agentEnvSchema.parse(environment);
  const ownData = env.XDG_DATA_HOME ?? path.join(homedir(), ".local", "share");
  return {
    home: env.BULKHEAD_HOME ?? (isRoot ? "/var/lib/bulkhead" : path.join(ownData, "bulkhead")),
    // Only root can give the socket to somebody else.
    socketUid: isRoot ? env.BULKHEAD_SOCKET_UID : undefined,
    logLevel: env.BULKHEAD_LOG_LEVEL,
    testProviders: env.BULKHEAD_TEST_PROVIDERS,
    portRange: { first: env.BULKHEAD_PORT_FIRST, last: env.BULKHEAD_PORT_LAST },
  };
}
