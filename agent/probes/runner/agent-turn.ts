import { randomUUID } from "node:crypto";
import type { GatewaySocket } from "../../staged/gateway-socket.ts";
import { canaryIn, forgetConversation } from "./conversation.ts";
import { digest, type Finding, reached, refused, unmeasured } from "./finding.ts";

/** The first turn of a Gateway loads its agent runtime. */
const turnTimeoutMs = 25_000;

/**
 * Lets the tenant's own assistant call its file and command tools on a canary.
 * Only where a scripted model stands behind it, which calls what the message
 * names. The conversation is deleted afterwards.
 */
export async function tryAgentTurn(socket: GatewaySocket, canary: string): Promise<Finding> {
  const created = await socket.call("sessions.create", {}, turnTimeoutMs);
  const key = field(created.payload, "key");
  if (!created.ok || key === null) return unmeasured("untried", "The Gateway began no conversation.");
  try {
    for (const [tool, args] of [
      ["read", { path: canary }],
      ["exec", { command: `cat ${canary}` }],
    ] as const) {
      const message = `CALL ${tool} ${JSON.stringify(args)}`;
      const params = { sessionKey: key, message, idempotencyKey: randomUUID() };
      const sent = await socket.call("chat.send", params, turnTimeoutMs);
      const runId = field(sent.payload, "runId");
      if (!sent.ok || runId === null)
        return unmeasured("untried", `The assistant was not asked: ${sent.error?.code ?? "no run"}.`);
      await socket.call("agent.wait", { runId, timeoutMs: turnTimeoutMs }, turnTimeoutMs);
    }
    const history = await socket.call("chat.history", { sessionKey: key }, turnTimeoutMs);
    return judgeHistory(history.payload);
  } finally {
    await forgetConversation(socket, key);
  }
}

function judgeHistory(payload: unknown): Finding {
  const text = JSON.stringify(payload ?? null);
  if (!/"role":"tool|toolResult/i.test(text)) return unmeasured("untried", "The assistant called no tool.");
  const canary = canaryIn(payload);
  if (canary !== null) return reached("Its assistant read the canary with its own tools.", digest(canary));
  const seen = "Its assistant called its file and command tools, and the canary did not come back.";
  return refused("closed", seen);
}

function field(payload: unknown, name: string): string | null {
  const value = (payload as Record<string, unknown> | null | undefined)?.[name];
  return typeof value === "string" ? value : null;
}
