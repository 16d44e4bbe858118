import { request } from "node:http";
import { parseOrNull } from "#agent/staged/parse-bounded.ts";

export type GatewayAnswer = { readonly status: number; readonly body: unknown };

const maxAnswerBytes = 64 * 1024;

/**
 * One GET to a Gateway on this host; null when it doesn't answer in time.
 * Carries no secret. Only for a port whose listener was seen to be the Gateway's.
 */
export function askGateway(
  port: number,
  path: "/healthz" | "/startupz" | "/readyz",
  timeoutMs: number,
): Promise<GatewayAnswer | null> {
  return new Promise((resolve) => {
    const asked = request(
      { host: "127.0.0.1", port, path, agent: false, signal: AbortSignal.timeout(timeoutMs) },
      (response) => {
        let text = "";
        response.setEncoding("utf8");
        response.on("data", (piece: string) => {
          text += piece;
          if (text.length > maxAnswerBytes) response.destroy();
        });
        response.on("close", () => {
          resolve(response.complete ? { status: response.statusCode ?? 0, body: parseOrNull(text) } : null);
        });
        response.on("error", () => resolve(null));
      },
    );
    asked.on("error", () => resolve(null));
    asked.end();
  });
}
