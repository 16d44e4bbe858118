import { randomBytes } from "node:crypto";
import { openGatewaySocket, type SocketQuestion } from "../../staged/gateway-socket.ts";
import { isOwnListener } from "../../staged/own-listener.ts";
import { codeOf, type Finding, failed, reached, refused, unmeasured } from "./finding.ts";
import { ask, type Question } from "./http-ask.ts";
import { judgeRefusal } from "./judge-refusal.ts";
import { codeIn } from "./paired-device.ts";
import type { AttemptTarget } from "./protocol.ts";
import { isSelf, type Source, type TargetProbe } from "./runner-probe.ts";
import { worstOf } from "./worst-of.ts";

/** A way to introduce oneself. `isTrusted` guards the one that must not be given away. */
type Presented = { readonly what: string; readonly token?: string; readonly isTrusted?: () => boolean };

/** Tries every way into another's Gateway that needs no secret of its own; for oneself the way that must work. */
export function presenting(
  tryOne: (port: number, presented: Presented) => Promise<Finding>,
): (...tried: Parameters<TargetProbe>) => Promise<Finding> | null {
  return (target, source) => {
    const { gateway } = target;
    if (gateway === null) return null;
    const tryEach = async () => {
      const findings: Finding[] = [];
      for (const presented of presentedBy(target, source))
        findings.push(await tryOne(gateway.port, presented));
      return worstOf(findings, "Its token could not be read.");
    };
    return tryEach();
  };
}

/**
 * The source's own token goes to the other Gateway only where the other tenant
 * holds it already: anywhere else this would hand it over. A random one stands
 * for it then, because a Gateway knows one token only.
 */
function presentedBy(target: AttemptTarget, source: Source): Presented[] {
  const { gateway, knowsToken } = target;
  const { token } = source;
  if (gateway !== null && isSelf(target, source)) {
    const isTrusted = () => isOwnListener(gateway.port, gateway.inode);
    return token === null ? [] : [{ what: "its own token", token, isTrusted }];
  }
  const random = { what: "a random token", token: randomBytes(32).toString("base64url") };
  const own = token !== null && knowsToken ? [{ what: "the source's token", token }] : [];
  return [{ what: "no token" }, random, ...own];
}

export async function tryHealth(port: number): Promise<Finding> {
  const findings: Finding[] = [];
  for (const path of ["/healthz", "/startupz", "/readyz"]) {
    try {
      const { status } = await ask({ port, path });
      // 503 with a body tells as much as 200: which part is failing, and for how long it runs.
      const isTold = status === 200 || status === 503;
      findings.push(
        isTold
          ? reached(`${path} answered ${status} without a token.`)
          : refused("http", `${path}: ${status}.`, status),
      );
    } catch (error) {
      findings.push(failed(path, error));
    }
  }
  return worstOf(findings, "Nothing was asked.");
}

export async function tryHttp({ what, token, isTrusted }: Presented, question: Question): Promise<Finding> {
  try {
    const { status } = await ask({
      ...question,
      ...(token ? { token } : {}),
      ...(isTrusted ? { isTrusted } : {}),
    });
    if (status === 200) return reached(`With ${what}: 200.`);
    if (status === 401 || status === 403) return refused("http", `With ${what}: ${status}.`, status);
    if (status === 404) return unmeasured("http", `With ${what}: 404, the interface is off.`, status);
    return unmeasured("http", `With ${what}: ${status}, which tells nothing.`, status);
  } catch (error) {
    return failed(`With ${what}`, error);
  }
}

export async function trySocket(question: SocketQuestion, what: string): Promise<Finding> {
  try {
    const socket = await openGatewaySocket(question);
    socket.close();
    if (socket.hello.ok) return reached(`With ${what}: let in.`);
    const code = codeIn(socket.hello);
    const words = `With ${what}: ${code}.`;
    return judgeRefusal(code, { doubt: words, wall: words });
  } catch (error) {
    // A firewall may reset the connection; a Gateway that turns somebody away says so first.
    return codeOf(error) === "ETIMEDOUT"
      ? refused("silence", `With ${what}: no answer.`)
      : failed(`With ${what}`, error);
  }
}
