import { describeHolder, portHolder, portOwnership } from "#agent/boundary/port-ownership.ts";
import { listListeners } from "#agent/proc/list-listeners.ts";
import { AgentFailure } from "#agent/steps/agent-error.ts";
import { done, type StepRunner } from "#agent/steps/run-step.ts";
import { pollUntil } from "#agent/system/poll-until.ts";
import { type GatewayHandle, hostProcessOf } from "#agent/tenant/gateway-handle.ts";
import type { TenantRecord } from "#agent/tenant/tenant-record.ts";
import { anySignal } from "#lib/abort/any-signal.ts";
import { askGateway } from "./ask-gateway.ts";
import type { Supervision } from "./supervision.ts";

/**
 * Waits until a new Gateway has started, step by step: it alone answers on its
 * port, IPv4 and IPv6, then it is live, then it says that it has started.
 * Nothing is sent to the port before the first of these.
 *
 * @param endedEarly called when the process ends before that; its answer is thrown
 * @throws AgentFailure PORT_TAKEN or START_TIMEOUT with the process still alive; the signal's reason when it aborts
 */
export async function waitUntilStarted(
  supervision: Supervision,
  record: TenantRecord,
  identity: GatewayHandle,
  options: { step: StepRunner; signal: AbortSignal; endedEarly: () => Promise<AgentFailure> },
): Promise<void> {
  const { driver, timings } = supervision;
  const { step, signal, endedEarly } = options;
  const { basePort: port } = record;
  const { name, uid } = driver.describe(identity);
  // A Gateway that an earlier agent started gets what is left of its time.
  const leftMs = timings.startLimitMs - driver.ageMs(identity);
  const timeout = AbortSignal.timeout(Math.max(leftMs, 10 * timings.requestTimeoutMs));
  let waitingFor = "";

  const until = async (what: string, check: () => Promise<boolean>): Promise<void> => {
    waitingFor = what;
    const isDone = async () => {
      if (!driver.isRunning(identity)) throw await endedEarly();
      return (await check()) || null;
    };
    try {
      await pollUntil(isDone, { pollMs: timings.pollMs, signal: anySignal([signal, timeout]) });
    } catch (error) {
      throw error === timeout.reason ? startTimeout(timings.startLimitMs, waitingFor) : error;
    }
  };
  const isOwnPort = async () => {
    const { isOwn4, isOwn6, foreign } = await portOwnership(
      await listListeners(),
      port,
      hostProcessOf(identity),
    );
    if (foreign) throw portTaken(port, describeHolder(await portHolder(foreign)));
    if (!isOwn4) waitingFor = `it to listen on 127.0.0.1:${port}`;
    else if (!isOwn6) waitingFor = `it to listen on [::1]:${port} too`;
    return isOwn4 && isOwn6;
  };
  const answers = async (path: "/healthz" | "/startupz") =>
    (await isOwnPort()) && (await askGateway(port, path, timings.requestTimeoutMs))?.status === 200;

  await step("wait-port", "Wait until the Gateway itself listens on its port", async () => {
    await until("it to listen", isOwnPort);
    return done(null, `Port ${port} is held by ${name} of uid ${uid}, and by nobody else.`);
  });
  await step("wait-live", "Wait until it answers", async () => {
    await until("/healthz to answer", () => answers("/healthz"));
    return done(null);
  });
  await step("wait-started", "Wait until it has started", async () => {
    await until("/startupz to say that it has started", () => answers("/startupz"));
    return done(null);
  });
}

function startTimeout(limitMs: number, waitingFor: string): AgentFailure {
  return new AgentFailure(
    "START_TIMEOUT",
    `The Gateway did not start within ${Math.round(limitMs / 1000)} s: the agent was still waiting for ${waitingFor}. It was stopped again.`,
    "Read the last lines. If the host is busy, start again when it is calmer.",
  );
}

export function portTaken(port: number, holder: string): AgentFailure {
  return new AgentFailure(
    "PORT_TAKEN",
    `Port ${port} is held by ${holder}, not by this tenant's Gateway.`,
    "Stop that process on the host, then start the Gateway. If it is another tenant's, treat it as an attack on this one.",
  );
}
