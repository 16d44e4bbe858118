import { z } from "zod";
import { type PortHolder, portHolder, portOwnership } from "#agent/boundary/port-ownership.ts";
import type { Listener } from "#agent/proc/list-listeners.ts";
import { type GatewayHandle, hostProcessOf } from "#agent/tenant/gateway-handle.ts";
import type { Observation } from "#lib/host-agent/contract/observation.ts";
import { askGateway } from "./ask-gateway.ts";

export type GatewayHealth = Pick<Observation, "isLive" | "isStarted" | "version" | "readiness"> & {
  readonly portHolder: PortHolder | null;
};

export const unknownHealth: GatewayHealth = {
  isLive: false,
  isStarted: false,
  version: null,
  readiness: null,
  portHolder: null,
};

export type HealthQuestion = {
  readonly port: number;
  /** Null when no Gateway runs: then only a foreign holder of the port is looked for. */
  readonly gateway: GatewayHandle | null;
  readonly listeners: readonly Listener[];
  readonly timeoutMs: number;
};

const versionSchema = z.object({ version: z.string().regex(/^[\w.+-]{1,40}$/) });
const readinessSchema = z.object({ ready: z.boolean(), failing: z.array(z.string()).catch([]) });

export type HealthLook = {
  readonly health: GatewayHealth;
  /** It holds its port and didn't answer in time: it hangs, or the host is busy. */
  readonly isSilent: boolean;
};

/** How a Gateway is. Nothing is sent to the port unless the Gateway alone answers there. */
export async function lookAtHealth(question: HealthQuestion): Promise<HealthLook> {
  const { port, gateway, listeners, timeoutMs } = question;
  const ownership = await portOwnership(listeners, port, hostProcessOf(gateway));
  if (ownership.foreign) {
    const holder = await portHolder(ownership.foreign);
    return { health: { ...unknownHealth, portHolder: holder }, isSilent: false };
  }
  if (!ownership.isOwn4) return { health: unknownHealth, isSilent: false };
  const live = await askGateway(port, "/healthz", timeoutMs);
  if (live?.status !== 200) return { health: unknownHealth, isSilent: live === null };
  const startup = await askGateway(port, "/startupz", timeoutMs);
  const ready = await askGateway(port, "/readyz", timeoutMs);
  const health = {
    isLive: true,
    isStarted: startup?.status === 200,
    version: versionSchema.safeParse(startup?.body).data?.version ?? null,
    readiness: parseReadiness(ready?.body),
    portHolder: null,
  };
  return { health, isSilent: startup === null };
}

function parseReadiness(body: unknown): Observation["readiness"] {
  const parsed = readinessSchema.safeParse(body);
  if (!parsed.success) return null;
  const failing = parsed.data.failing.slice(0, 20).map((name) => name.slice(0, 80));
  return { isReady: parsed.data.ready, failing };
}
