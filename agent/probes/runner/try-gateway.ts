import { randomBytes } from "node:crypto";
import { readConversation } from "./conversation.ts";
import { codeOf, failed, reached, refused, unmeasured, worstOf } from "./finding.ts";
import { openGatewaySocket, type SocketQuestion } from "./gateway-socket.ts";
import { ask } from "./http-ask.ts";
import { isOwnListener } from "./own-listener.ts";
import { tryDevice } from "./paired-device.ts";
import { conversationThere, type Finding, type GatewayTarget, type RemovedDevice } from "./protocol.ts";

/** A way to introduce oneself. `isTrusted` guards the one that must not be given away. */
type Presented = { readonly what: string; readonly token?: string; readonly isTrusted?: () => boolean };

export type GatewayTry = {
  readonly gateway: GatewayTarget;
  readonly isSelf: boolean;
  readonly ownToken: string | null;
  readonly knowsToken: boolean;
  /** What became of a device that the source paired with its own Gateway. */
  readonly rehearsed: Finding;
  readonly removedDevice: RemovedDevice | null;
  /** The key of the conversation that both began. */
  readonly conversation: string | null;
};

/** Every way into another's Gateway that needs no secret of its own; for oneself the way that must work. */
export async function tryGateway(attempt: GatewayTry): Promise<Record<string, Finding>> {
  const { port } = attempt.gateway;
  return {
    "gateway.health": await tryHealth(port),
    "gateway.http": await each(attempt, (presented) => tryHttp(port, presented)),
    "gateway.openai": await each(attempt, (presented) => tryModels(port, presented)),
    "gateway.websocket": await each(attempt, (presented) =>
      trySocket({ port, ...presented }, presented.what),
    ),
    "gateway.paired-device": attempt.isSelf ? attempt.rehearsed : await tryDevices(attempt),
    ...(attempt.isSelf || !attempt.knowsToken ? {} : { [conversationThere]: await tryThere(attempt) }),
  };
}

/** A device that nobody approved, and one that was paired and then removed. */
async function tryDevices({ gateway, removedDevice }: GatewayTry): Promise<Finding> {
  const fresh = await trySocket({ port: gateway.port, isDevice: true }, "a device that nobody approved");
  if (removedDevice === null) return fresh;
  const removed = await tryDevice(gateway, removedDevice, "A device that was paired and removed");
  return worstOf([fresh, removed], "");
}

/** The source's own token and key at the other's Gateway. Only where the token is known there anyway. */
async function tryThere({ gateway, ownToken, conversation }: GatewayTry): Promise<Finding> {
  if (ownToken === null || conversation === null) return unmeasured("There is nothing to try it with.");
  try {
    const scopes = ["operator.read", "operator.admin"];
    const socket = await openGatewaySocket({ port: gateway.port, token: ownToken, scopes });
    try {
      if (!socket.hello.ok) return refused("The other Gateway did not let it in.");
      return await readConversation(socket, conversation);
    } finally {
      socket.close();
    }
  } catch (error) {
    return failed("Use its own token and key at the other Gateway", error);
  }
}

/**
 * The source's own token goes to the other Gateway only where the other tenant
 * holds it already: anywhere else this would hand it over. A random one stands
 * for it then, because a Gateway knows one token only.
 */
function presentedBy({ gateway, isSelf, ownToken, knowsToken }: GatewayTry): Presented[] {
  if (isSelf) {
    const isTrusted = () => isOwnListener(gateway.port, gateway.inode);
    return ownToken === null ? [] : [{ what: "its own token", token: ownToken, isTrusted }];
  }
  const random = { what: "a random token", token: randomBytes(32).toString("base64url") };
  const own = ownToken !== null && knowsToken ? [{ what: "the source's token", token: ownToken }] : [];
  return [{ what: "no token" }, random, ...own];
}

async function each(attempt: GatewayTry, test: (presented: Presented) => Promise<Finding>): Promise<Finding> {
  const findings: Finding[] = [];
  for (const presented of presentedBy(attempt)) findings.push(await test(presented));
  return worstOf(findings, "Its token could not be read.");
}

async function tryHealth(port: number): Promise<Finding> {
  const findings: Finding[] = [];
  for (const path of ["/healthz", "/startupz", "/readyz"]) {
    try {
      const { status } = await ask({ port, path });
      // 503 with a body tells as much as 200: which part is failing, and for how long it runs.
      const isTold = status === 200 || status === 503;
      findings.push(
        isTold ? reached(`${path} answered ${status} without a token.`) : refused(`${path}: ${status}.`),
      );
    } catch (error) {
      findings.push(failed(path, error));
    }
  }
  return worstOf(findings, "Nothing was asked.");
}

async function tryHttp(port: number, presented: Presented): Promise<Finding> {
  const body = JSON.stringify({ tool: "session_status" });
  return judgeHttp(presented, { port, path: "/tools/invoke", method: "POST", body });
}

async function tryModels(port: number, presented: Presented): Promise<Finding> {
  return judgeHttp(presented, { port, path: "/v1/models" });
}

async function judgeHttp(
  { what, token, isTrusted }: Presented,
  question: Parameters<typeof ask>[0],
): Promise<Finding> {
  try {
    const { status } = await ask({
      ...question,
      ...(token ? { token } : {}),
      ...(isTrusted ? { isTrusted } : {}),
    });
    if (status === 200) return reached(`With ${what}: 200.`);
    if (status === 401 || status === 403) return refused(`With ${what}: ${status}.`);
    if (status === 404) return unmeasured(`With ${what}: 404, the interface is off.`);
    return unmeasured(`With ${what}: ${status}, which tells nothing.`);
  } catch (error) {
    return failed(`With ${what}`, error);
  }
}

async function trySocket(question: SocketQuestion, what: string): Promise<Finding> {
  try {
    const socket = await openGatewaySocket(question);
    socket.close();
    const { ok, error } = socket.hello;
    if (ok) return reached(`With ${what}: let in.`);
    const code = error?.details?.code ?? error?.code ?? "no code";
    if (code === "UNAVAILABLE" || code === "ETIMEDOUT") return unmeasured(`With ${what}: ${code}.`);
    return refused(`With ${what}: ${code}.`);
  } catch (error) {
    // A firewall may reset the connection; a Gateway that turns somebody away says so first.
    return codeOf(error) === "ETIMEDOUT"
      ? refused(`With ${what}: no answer.`)
      : failed(`With ${what}`, error);
  }
}
