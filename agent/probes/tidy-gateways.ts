import type { AgentContext } from "#agent/context/context.ts";
import { withGateway } from "#agent/gateway/call-gateway.ts";
import type { Participant } from "./participant.ts";
import { conversationKey } from "./runner/conversation.ts";

const scopes = ["operator.admin"];
const timeoutMs = 10_000;

/**
 * Takes away, from the outside, what runners arranged at Gateways and did not
 * come to take away themselves because they were killed or fell silent.
 */
export async function tidyGateways(
  context: AgentContext,
  left: readonly Participant[],
  runId: string,
): Promise<void> {
  await Promise.all(
    left.map(async ({ record, gateway, prepared, session }) => {
      if (gateway?.inode == null || session === null) return;
      try {
        await withGateway(context, record, { scopes, timeoutMs }, async ({ call }) => {
          await call("sessions.delete", { key: conversationKey(runId) });
          if (prepared?.browser.state !== "started") return;
          await call("browser.request", { method: "POST", path: "/stop" });
        });
      } catch (error) {
        context.log.debug({ err: error, slug: record.slug }, "nothing to take away at a Gateway");
      }
    }),
  );
}
