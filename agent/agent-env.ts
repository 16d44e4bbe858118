import { homedir } from "node:os";
import path from "node:path";
import { z } from "zod";
import { defaultPortRange } from "#lib/domain/host/port-block.ts";
import type { ClosedPorts } from "./context/closed-ports.ts";

const port = z.coerce.number().int().min(1024).max(65_535);
const anyPort = z.coerce.number().int().min(1).max(65_535);
const agentEnvSchema = z.object({
  BULKHEAD_HOME: z.string().startsWith("/").optional(),
  BULKHEAD_SOCKET_UID: z.coerce.number().int().nonnegative().optional(),
  BULKHEAD_LOG_LEVEL: z.enum(["fatal", "error", "warn", "info", "debug", "trace", "silent"]).default("info"),
  BULKHEAD_PORT_FIRST: port.default(defaultPortRange.first),
  BULKHEAD_PORT_LAST: port.default(defaultPortRange.last),
  BULKHEAD_DASHBOARD_PORT: anyPort.optional(),
  BULKHEAD_PROXY_PORT: anyPort.optional(),
  BULKHEAD_DATABASE_PORT: anyPort.optional(),
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
  /** Where the dashboard listens; null where nobody told. */
  readonly dashboardPort: number | null;
  /** The dashboard's, its proxy's and its database's, which no tenant is let through to. */
  readonly closedPorts: ClosedPorts;
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
    dashboardPort: env.BULKHEAD_DASHBOARD_PORT ?? null,
    closedPorts: closedPortsOf([
      [env.BULKHEAD_DATABASE_PORT, "the dashboard's database's"],
      [env.BULKHEAD_PROXY_PORT, "that of the dashboard's address"],
      [env.BULKHEAD_DASHBOARD_PORT, "the dashboard's"],
    ]),
    testProviders: env.BULKHEAD_TEST_PROVIDERS,
    portRange: { first: env.BULKHEAD_PORT_FIRST, last: env.BULKHEAD_PORT_LAST },
  };
}

function closedPortsOf(entries: readonly (readonly [number | undefined, string])[]): ClosedPorts {
  return new Map(entries.flatMap(([port, whose]) => (port === undefined ? [] : [[port, whose] as const])));
}
