import { once } from "node:events";
import { createServer, type IncomingMessage, request } from "node:http";
import type { AddressInfo } from "node:net";

/** Where a request goes; null for one that the proxy has no place for. */
export type Passed = { readonly port: number; readonly path: string } | null;

/**
 * A reverse proxy of root's on this host's loopback, which keeps its
 * connections to what stands behind it, as most do.
 */
export async function reverseProxy(
  passOn: (asked: { readonly path: string; readonly host: string }) => Passed,
): Promise<{ port: number; close: () => Promise<void> }> {
  const server = createServer((asked, answer) => {
    const path = asked.url ?? "/";
    const to = passOn({ path, host: (asked.headers.host ?? "").split(":")[0] ?? "" });
    if (to === null) {
      answer.writeHead(404).end("There is nothing here.");
      return;
    }
    const { method, headers } = asked;
    const onward = request({ host: "127.0.0.1", ...to, method, headers: withoutHops(headers) });
    onward.on("response", (got) => {
      answer.writeHead(got.statusCode ?? 502, got.headers);
      got.pipe(answer);
    });
    onward.on("error", () => answer.writeHead(502).end());
    asked.pipe(onward);
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return {
    port: (server.address() as AddressInfo).port,
    async close() {
      server.closeAllConnections();
      server.close();
      await once(server, "close");
    },
  };
}

function withoutHops({ connection, ...headers }: IncomingMessage["headers"]): IncomingMessage["headers"] {
  return headers;
}
