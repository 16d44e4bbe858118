import { type DeviceKey, deviceIdOf, newDeviceKey } from "../../staged/device-key.ts";
import { type GatewaySocket, openGatewaySocket, type Reply } from "../../staged/gateway-socket.ts";
import { isOwnListener } from "../../staged/own-listener.ts";
import { codeOf, type Finding, reached, refused, unmeasured } from "./finding.ts";
import { judgeRefusal } from "./judge-refusal.ts";
import type { GatewayTarget } from "./protocol.ts";

/** A device together with what the Gateway gave it instead of its token. */
export type PairedDevice = { readonly key: DeviceKey; readonly token: string };

const client = { id: "cli", mode: "cli" };
const scopes = ["operator.read"];
const timeoutMs = 5_000;

/**
 * Pairs a throwaway device with the tenant's own Gateway, as somebody would
 * who has its token. The caller removes it with {@link unpairDevice}.
 *
 * @param own a control connection that may approve devices
 * @returns why it could not be paired, or the device
 */
export async function pairDevice(
  own: Pick<GatewaySocket, "call">,
  port: number,
  token: string,
  isTrusted: () => boolean,
  remaining = () => timeoutMs,
): Promise<PairedDevice | string> {
  const key = newDeviceKey();
  const question = { port, client, scopes, token, isTrusted, device: key };
  const first = await hello({ ...question, timeoutMs: Math.min(timeoutMs, remaining()) });
  const requestId = requestIdOf(first);
  if (!first.ok && requestId === null) return `No device could ask to be paired: ${codeIn(first)}.`;
  if (requestId !== null) {
    const approved = await own.call("device.pair.approve", { requestId }, timeoutMs);
    if (!approved.ok) {
      await own.call("device.pair.reject", { requestId }, timeoutMs);
      return `A device could not be approved: ${codeIn(approved)}.`;
    }
  }
  const second = first.ok ? first : await again(question, remaining);
  const given = (second.payload as { auth?: { deviceToken?: unknown } } | undefined)?.auth?.deviceToken;
  if (typeof given !== "string") {
    await unpairDevice(own, key);
    return `The device was given no token of its own: ${codeIn(second)}.`;
  }
  return { key, token: given };
}

export async function unpairDevice(own: Pick<GatewaySocket, "call">, key: DeviceKey): Promise<boolean> {
  return (await own.call("device.pair.remove", { deviceId: deviceIdOf(key) }, timeoutMs)).ok;
}

/** Connects as this device, with nothing but what it was given when it was paired. */
export async function tryDevice(
  { port }: { port: number },
  device: PairedDevice,
  what: string,
): Promise<Finding> {
  try {
    const question = { port, client, scopes, timeoutMs, device: device.key, token: device.token };
    const answer = await hello(question);
    if (answer.ok) return reached(`${what} was let in.`);
    const code = codeIn(answer);
    return judgeRefusal(code, { doubt: `${what}: ${code}.`, wall: `${what} was turned away: ${code}.` });
  } catch (error) {
    const code = codeOf(error);
    return refused("silence", `${what} got no answer: ${code}.`, code);
  }
}

export type Rehearsal = {
  /** What became of a device of the tenant's own: let in while it was paired, turned away afterwards. */
  readonly finding: Finding;
  /** It after its removal, with which nobody gets in; null when somebody might. */
  readonly removed: PairedDevice | null;
};

/** Pairs a device with the own Gateway and removes it again, as a change of the token does. */
export async function rehearseDevice(
  own: GatewaySocket,
  gateway: GatewayTarget,
  token: string,
  remaining: () => number,
): Promise<Rehearsal> {
  const isTrusted = () => isOwnListener(gateway.port, gateway.inode);
  const device = await pairDevice(own, gateway.port, token, isTrusted, remaining).catch(
    (error: unknown) => `No device could be paired: ${codeOf(error)}.`,
  );
  if (typeof device === "string") return { finding: unmeasured("untried", device), removed: null };
  const before = await tryDevice(gateway, device, "A device that was paired for the run");
  const isRemoved = await unpairDevice(own, device.key);
  if (before.outcome !== "reached") return { finding: unmeasured("untried", before.seen), removed: null };
  const after = await tryDevice(gateway, device, "After its removal it");
  if (after.outcome !== "refused" || !isRemoved) {
    return { finding: unmeasured("unclear", `${before.seen} ${after.seen}`), removed: null };
  }
  return { finding: reached(`${before.seen} ${after.seen}`), removed: device };
}

/** Once more; whatever comes of it, a device that was approved is not left behind. */
async function again(question: Parameters<typeof hello>[0], remaining: () => number): Promise<Reply> {
  try {
    return await hello({ ...question, timeoutMs: Math.min(timeoutMs, remaining()) });
  } catch (error) {
    return { ok: false, error: { code: codeOf(error) } };
  }
}

async function hello(question: Parameters<typeof openGatewaySocket>[0]): Promise<Reply> {
  const socket = await openGatewaySocket(question);
  socket.close();
  return socket.hello;
}

function requestIdOf({ error }: Reply): string | null {
  const requestId = (error?.details as { requestId?: unknown } | undefined)?.requestId;
  return typeof requestId === "string" ? requestId : null;
}

export function codeIn({ error }: Reply): string {
  return error?.details?.code ?? error?.code ?? "no code";
}
