import { openGatewaySocket } from "../../staged/gateway-socket.ts";
import { tryBrowser } from "./browser.ts";
import { readConversation } from "./conversation.ts";
import { type Finding, failed, unmeasured } from "./finding.ts";
import { judgeRefusal } from "./judge-refusal.ts";
import { codeIn, tryDevice } from "./paired-device.ts";
import { conversationThere, type GatewayTarget, type RemovedDevice } from "./protocol.ts";
import { isSelf, type TargetProbe } from "./runner-probe.ts";
import { presenting, tryHealth, tryHttp, trySocket } from "./try-gateway.ts";
import { worstOf } from "./worst-of.ts";

export const gatewayProbes = {
  "port.browser": ({ browserPort }) => (browserPort === null ? null : tryBrowser(browserPort)),
  "gateway.health": ({ gateway }) => (gateway === null ? null : tryHealth(gateway.port)),
  "gateway.http": presenting((port, presented) => {
    const body = JSON.stringify({ tool: "session_status" });
    return tryHttp(presented, { port, path: "/tools/invoke", method: "POST", body });
  }),
  "gateway.openai": presenting((port, presented) => tryHttp(presented, { port, path: "/v1/models" })),
  "gateway.websocket": presenting((port, presented) => trySocket({ port, ...presented }, presented.what)),
  "gateway.paired-device": (target, source) => {
    const { gateway, removedDevice } = target;
    if (gateway === null) return null;
    return isSelf(target, source) ? source.rehearsed : tryDevices(gateway, removedDevice);
  },
  [conversationThere]: (target, source) => {
    const { gateway, conversation, knowsToken } = target;
    if (gateway === null || isSelf(target, source) || !knowsToken) return null;
    return tryThere(gateway, source.token, conversation);
  },
} as const satisfies Readonly<Record<string, TargetProbe>>;

/** A device that nobody approved, and one that was paired and then removed. */
async function tryDevices(gateway: GatewayTarget, removedDevice: RemovedDevice | null): Promise<Finding> {
  const fresh = await trySocket({ port: gateway.port, isDevice: true }, "a device that nobody approved");
  if (removedDevice === null) return fresh;
  const removed = await tryDevice(gateway, removedDevice, "A device that was paired and removed");
  return worstOf([fresh, removed], "");
}

/** The source's own token and key at the other's Gateway. Only where the token is known there anyway. */
async function tryThere(
  { port }: GatewayTarget,
  token: string | null,
  conversation: string | null,
): Promise<Finding> {
  if (token === null || conversation === null)
    return unmeasured("untried", "There is nothing to try it with.");
  try {
    const socket = await openGatewaySocket({ port, token, scopes: ["operator.read", "operator.admin"] });
    try {
      if (!socket.hello.ok) {
        const code = codeIn(socket.hello);
        const wall = "The other Gateway did not let it in.";
        return judgeRefusal(code, { doubt: `The other Gateway could not say: ${code}.`, wall });
      }
      return await readConversation(socket, conversation);
    } finally {
      socket.close();
    }
  } catch (error) {
    return failed("Use its own token and key at the other Gateway", error);
  }
}
