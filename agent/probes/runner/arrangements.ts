import { readFileSync } from "node:fs";
import { ensureBrowser, stopBrowser } from "./browser.ts";
import { beginConversation, conversationKey, forgetConversation } from "./conversation.ts";
import { unmeasured } from "./finding.ts";
import type { OwnGateway } from "./own-gateway.ts";
import { type Rehearsal, rehearseDevice } from "./paired-device.ts";
import type { BrowserFound, Prepare } from "./protocol.ts";

/** What a runner has its own Gateway do for the run, so that others can try to get at it. */
export type Arrangements = {
  readonly sessions: readonly string[] | null;
  /** The key of the conversation with the canary; null when there is none. */
  readonly conversation: string | null;
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
    return { sessions: null, conversation: null, device: { finding: unmeasured(reason), removed: null } };
  }
  const key = conversationKey(runId);
  const problem = await beginConversation(own.socket, key, canary);
  if (problem !== null) await forgetConversation(own.socket, key);
  return {
    sessions: await own.sessions(),
    conversation: problem === null ? key : null,
    device: locksOut()
      ? { finding: unmeasured("A device that is turned away would lock out its operator."), removed: null }
      : await rehearseDevice(own.socket, gateway, token),
  };
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
