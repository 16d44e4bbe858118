import { readFileSync } from "node:fs";
import { attemptTimeoutMs } from "../../staged/attempt-timeout.ts";
import type { GatewaySocket } from "../../staged/gateway-socket.ts";
import { ensureBrowser, stopBrowser } from "./browser.ts";
import { beginConversation, conversationKey, forgetConversation } from "./conversation.ts";
import { unmeasured } from "./finding.ts";
import { gatewayBehind, type OwnGateway } from "./own-gateway.ts";
import { type Rehearsal, rehearseDevice } from "./paired-device.ts";
import type { BrowserFound, Prepare } from "./protocol.ts";

/** A Gateway that was started a moment ago takes half of it on a busy machine. */
const arrangeLimitMs = 30_000;
const wouldLockOut = "A device that is turned away would lock out its operator.";

/** What a runner has its own Gateway do for the run, so that others can try to get at it. */
export type Arrangements = {
  readonly sessions: readonly string[] | null;
  /** The key of the conversation that was begun, and is to be taken away; null when none was. */
  readonly conversation: string | null;
  /** The canary is in it. */
  readonly isShown: boolean;
  readonly device: Rehearsal;
};

/** The browser comes first: a stand-in at one of its ports would be in its way. */
export async function arrangeBrowser(own: OwnGateway | string): Promise<BrowserFound> {
  if (typeof own !== "string") return ensureBrowser(own.socket);
  return { state: "off", port: null, instance: null, note: own };
}

export async function arrange(
  own: OwnGateway | string,
  { runId, canary, gateway }: Prepare,
  token: string | null,
): Promise<Arrangements> {
  if (typeof own === "string" || gateway === null || token === null) {
    const reason = typeof own === "string" ? own : "Its own Gateway is stopped.";
    const device = { finding: unmeasured("untried", reason), removed: null };
    return { sessions: null, conversation: null, isShown: false, device };
  }
  const key = conversationKey(runId);
  const remaining = untilDeadline(arrangeLimitMs);
  const socket = boundedBy(own.socket, remaining);
  const problem = await beginConversation(socket, key, canary);
  const device = locksOut()
    ? { finding: unmeasured("untried", wouldLockOut), removed: null }
    : await rehearseDevice(socket, gateway, token, remaining);
  const sessions = await gatewayBehind(socket).sessions();
  return { sessions, conversation: key, isShown: problem === null, device };
}

/** Takes away again what {@link arrange} and {@link arrangeBrowser} left at the own Gateway. */
export async function undoArrangements(
  own: OwnGateway | string,
  left: { readonly conversation: string | null; readonly hasStartedBrowser: boolean },
): Promise<void> {
  if (typeof own === "string") return;
  if (left.conversation !== null) await forgetConversation(own.socket, left.conversation);
  if (left.hasStartedBrowser) await stopBrowser(own.socket);
}

function untilDeadline(limitMs: number): () => number {
  const until = performance.now() + limitMs;
  return () => Math.max(100, until - performance.now());
}

/** A Gateway under load must not hold up the run: what it did not do in time was not measured. */
function boundedBy(socket: GatewaySocket, remaining: () => number): GatewaySocket {
  return {
    ...socket,
    call: (method, params, timeoutMs = attemptTimeoutMs) =>
      socket.call(method, params, Math.min(timeoutMs, remaining())),
  };
}

/** Whether wrong tokens from this host count against its operator, too. */
function locksOut(): boolean {
  try {
    const text = readFileSync(process.env.OPENCLAW_CONFIG_PATH ?? "", "utf8");
    const { gateway } = JSON.parse(text) as {
      gateway?: { auth?: { rateLimit?: { exemptLoopback?: unknown } } };
    };
    return gateway?.auth?.rateLimit?.exemptLoopback === false;
  } catch {
    return false;
  }
}
