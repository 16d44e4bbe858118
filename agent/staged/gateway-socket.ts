import { attemptTimeoutMs } from "./attempt-timeout.ts";
import { type DeviceKey, introduce, newDeviceKey } from "./device-key.ts";
import { parseOrNull } from "./parse-bounded.ts";

export type SocketQuestion = {
  readonly port: number;
  readonly token?: string | undefined;
  /** Introduce oneself as a device that nobody has seen before. */
  readonly isDevice?: boolean;
  /** Introduce oneself as this device. */
  readonly device?: DeviceKey;
  readonly scopes?: readonly string[];
  readonly isTrusted?: () => boolean;
  /** What it says it is; OpenClaw's own backend when left out. */
  readonly client?: { readonly id: string; readonly mode: string };
  /** For the connection, and for each call; an attempt's limit when left out. */
  readonly timeoutMs?: number;
};

export type Reply = {
  readonly ok: boolean;
  readonly payload?: unknown;
  readonly error?: {
    readonly code?: string;
    readonly message?: string;
    readonly details?: { readonly code?: string };
  };
};
export type GatewaySocket = {
  /** The answer to `connect`. */
  readonly hello: Reply;
  call(method: string, params: object, timeoutMs?: number): Promise<Reply>;
  close(): void;
};

const backend = { id: "gateway-client", mode: "backend" };
const program = { version: "1", platform: "linux" } as const;
const role = "operator";

/**
 * Opens OpenClaw's control connection (protocol 4). Resolves with whatever the
 * Gateway answers to `connect`, also a refusal; rejects when it can't be
 * reached or says nothing in time. The caller closes it.
 */
export function openGatewaySocket(question: SocketQuestion): Promise<GatewaySocket> {
  const { promise, resolve, reject } = Promise.withResolvers<GatewaySocket>();
  const socket = new WebSocket(`ws://127.0.0.1:${question.port}`);
  const waiting = new Map<string, (reply: Reply) => void>();
  let count = 0;
  let isOpen = false;
  const timeoutMs = question.timeoutMs ?? attemptTimeoutMs;
  const call = (method: string, params: object, limitMs = timeoutMs): Promise<Reply> => {
    count += 1;
    const id = String(count);
    return new Promise((answer) => {
      const timer = setTimeout(() => answer({ ok: false, error: { code: "ETIMEDOUT" } }), limitMs);
      waiting.set(id, (reply) => {
        clearTimeout(timer);
        answer(reply);
      });
      socket.send(JSON.stringify({ type: "req", id, method, params }));
    });
  };
  const giveUp = (code: string) => {
    clearTimeout(deadline);
    for (const answer of waiting.values()) answer({ ok: false, error: { code } });
    waiting.clear();
    socket.close();
    reject(Object.assign(new Error(code), { code }));
  };
  const deadline = setTimeout(() => giveUp("ETIMEDOUT"), timeoutMs);
  socket.onerror = () => giveUp(isOpen ? "ECONNRESET" : "ECONNREFUSED");
  socket.onclose = () => giveUp("ECONNRESET");
  socket.onopen = () => {
    isOpen = true;
  };
  socket.onmessage = (event) => {
    const frame = parse(event.data);
    if (frame?.type === "res" && typeof frame.id === "string") {
      waiting.get(frame.id)?.(frame as unknown as Reply);
      waiting.delete(frame.id);
    }
    if (frame?.event !== "connect.challenge") return;
    if (question.isTrusted && !question.isTrusted()) return giveUp("NOT_ITS_OWN");
    const { nonce } = (frame.payload ?? {}) as { nonce?: string };
    void call("connect", connectParams(question, nonce ?? "")).then((hello) => {
      clearTimeout(deadline);
      resolve({ hello, call, close: () => socket.close() });
    });
  };
  return promise;
}

function connectParams(question: SocketQuestion, nonce: string): object {
  const scopes = question.scopes ?? ["operator.read"];
  const client = { ...program, ...(question.client ?? backend) };
  const device = question.device ?? (question.isDevice ? newDeviceKey() : null);
  return {
    minProtocol: 4,
    maxProtocol: 4,
    client,
    role,
    scopes,
    caps: [],
    commands: [],
    permissions: {},
    ...(question.token === undefined ? {} : { auth: { token: question.token } }),
    ...(device && {
      device: introduce(device, { client, role, scopes, nonce, token: question.token ?? "" }),
    }),
    locale: "en-US",
    userAgent: "bulkhead-probe",
  };
}

/** A frame of bytes is none of OpenClaw's; what is too long or too deep to be one counts as none. */
function parse(data: unknown): Record<string, unknown> | null {
  const value = typeof data === "string" ? parseOrNull(data) : null;
  return typeof value === "object" && value !== null ? (value as Record<string, unknown>) : null;
}
