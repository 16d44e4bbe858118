import { unlinkSync } from "node:fs";
import path from "node:path";
import type { GatewaySocket } from "../../staged/gateway-socket.ts";
import { digest, type Finding, isErrno, reached, refused, unmeasured } from "./finding.ts";

/** The first question after a start loads what conversations are kept in. */
const timeoutMs = 10_000;

/**
 * The key of the conversation that every tenant of a run begins at its own
 * Gateway. It is the same for all, as the key of everybody's first
 * conversation is: what a Gateway answers to it must be its own tenant's.
 */
export function conversationKey(runId: string): string {
  return `bulkhead-probe-${runId}`;
}

/** Begins it and leaves a canary in it, for which no model is asked. Null when done, else why not. */
export async function beginConversation(
  socket: GatewaySocket,
  key: string,
  canary: string,
): Promise<string | null> {
  const created = await socket.call("sessions.create", { key }, timeoutMs);
  if (!created.ok) return `The Gateway began no conversation: ${created.error?.code ?? "no code"}.`;
  const left = await socket.call("chat.inject", { sessionKey: key, message: canary }, timeoutMs);
  return left.ok ? null : `The Gateway took no note into a conversation: ${left.error?.code ?? "no code"}.`;
}

/** What a Gateway answers to the key. A canary is the only run of 64 hexadecimal digits in it. */
export async function readConversation(socket: GatewaySocket, key: string): Promise<Finding> {
  const { ok, payload, error } = await socket.call("chat.history", { sessionKey: key }, timeoutMs);
  if (!ok) {
    const code = error?.code ?? "no code";
    // An errno is the connection's: it broke, and the Gateway said nothing.
    return isErrno(code) || code === "UNAVAILABLE"
      ? unmeasured("silence", `The Gateway did not say what it has under that key: ${code}.`, code)
      : refused("gateway", `The Gateway has nothing under that key: ${code}.`, code);
  }
  const canary = canaryIn(payload);
  return canary === null
    ? refused("absent", "The Gateway has nothing under that key.")
    : reached("The Gateway told what is in the conversation.", digest(canary));
}

export function canaryIn(payload: unknown): string | null {
  return /(?<![0-9a-f])[0-9a-f]{64}(?![0-9a-f])/.exec(JSON.stringify(payload ?? null))?.[0] ?? null;
}

/** Takes a conversation away with what OpenClaw keeps of deleted ones. */
export async function forgetConversation(socket: GatewaySocket, key: string): Promise<void> {
  const { payload } = await socket.call("sessions.delete", { key }, timeoutMs);
  const archived = (payload as { archived?: unknown } | undefined)?.archived;
  const state = process.env.OPENCLAW_STATE_DIR;
  for (const file of Array.isArray(archived) ? archived : []) {
    const isOurs = typeof file === "string" && state !== undefined && isBelow(file, state);
    if (isOurs) remove(file);
  }
}

function isBelow(file: string, directory: string): boolean {
  return path.resolve(file).startsWith(`${directory}${path.sep}`) && file.includes(".deleted.");
}

function remove(file: string): void {
  try {
    unlinkSync(file);
  } catch {
    // It was not kept.
  }
}
