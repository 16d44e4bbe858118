import http from "node:http";
import { connect } from "node:net";
import { attemptTimeoutMs } from "../../staged/attempt-timeout.ts";

export type Question = {
  readonly port: number;
  readonly path: string;
  readonly method?: "GET" | "POST";
  readonly token?: string | undefined;
  readonly body?: string;
  /** Checked when the connection stands and before anything is sent. */
  readonly isTrusted?: () => boolean;
};
export type Answer = { readonly status: number; readonly text: string };

const maxBytes = 16 * 1024;

/** One request to a loopback port on a connection of its own. Rejects with the socket's error, or code ETIMEDOUT. */
export async function ask(question: Question): Promise<Answer> {
  const socket = connect({ host: "127.0.0.1", port: question.port });
  const deadline = setTimeout(() => socket.destroy(timedOut()), attemptTimeoutMs);
  try {
    await new Promise<void>((resolve, reject) => {
      socket.once("connect", resolve);
      socket.once("error", reject);
    });
    if (question.isTrusted && !question.isTrusted())
      throw Object.assign(new Error(), { code: "NOT_ITS_OWN" });
    return await new Promise<Answer>((resolve, reject) => {
      const headers: Record<string, string> = { "content-type": "application/json", connection: "close" };
      if (question.token !== undefined) headers.authorization = `Bearer ${question.token}`;
      const request = http.request({
        createConnection: () => socket,
        method: question.method ?? "GET",
        host: "127.0.0.1",
        port: question.port,
        path: question.path,
        headers,
      });
      request.on("error", reject);
      request.once("response", (response) => {
        let text = "";
        response.setEncoding("utf8");
        response.on("data", (chunk: string) => {
          text += chunk;
          if (text.length > maxBytes) response.destroy();
        });
        response.once("close", () => resolve({ status: response.statusCode ?? 0, text }));
        response.on("error", reject);
      });
      request.end(question.body);
    });
  } finally {
    clearTimeout(deadline);
    socket.destroy();
  }
}

function timedOut(): Error {
  return Object.assign(new Error("no answer"), { code: "ETIMEDOUT" });
}
