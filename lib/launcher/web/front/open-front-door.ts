import { randomBytes } from "node:crypto";
import http, { type IncomingMessage, type RequestListener, type ServerResponse } from "node:http";
import { clientAddress, plainAddress, readTrustedProxies, type TrustedProxies } from "./client-address.ts";

/** The largest body of any request; no form of the dashboard comes near. */
export const maxBodyBytes = 1024 * 1024;

/** A request must be here whole within these, in milliseconds: slow ones hold a connection and nothing else. */
const timeouts = { headersTimeout: 10_000, requestTimeout: 30_000, connectionsCheckingInterval: 5_000 };

/** What proxies say of a request. From anybody else it is a claim of the client's. */
const forwarding =
  /^(?:forwarded|x-forwarded(?:-.*)?|x-real-ip|x-client-ip|x-cluster-client-ip|true-client-ip|cf-connecting-ip(?:v6)?|fastly-client-ip|x-original-forwarded-for)$/;

/**
 * Stands before every server that this process opens from now on, and sees each
 * request before anything else does. It notes the address that the request
 * really comes from in a header whose name nobody outside knows, removes what
 * a client says about its way unless the connection is a trusted proxy's, and
 * turns away what is too large. The name of that header is put into
 * `variables`, where the rest of the process finds it.
 *
 * @throws Error when the trusted proxies can't be read
 */
export function openFrontDoor(variables: NodeJS.ProcessEnv): void {
  const proxies = readTrustedProxies(variables.BULKHEAD_TRUSTED_PROXIES ?? "");
  const header = `x-bulkhead-client-${randomBytes(16).toString("hex")}`;
  variables.BULKHEAD_CLIENT_HEADER = header;
  const { createServer } = http;
  const guarded = (listener?: RequestListener) =>
    createServer(timeouts, (request, response) => {
      noteAddress(request, header, proxies);
      if (isTooLarge(request)) refuse(request, response);
      else listener?.(request, response);
    });
  http.createServer = ((...given: [http.ServerOptions | RequestListener, RequestListener?]) =>
    typeof given[0] === "object"
      ? createServer(given[0], given[1])
      : guarded(given[0])) as typeof createServer;
}

function noteAddress({ headers, socket }: IncomingMessage, header: string, proxies: TrustedProxies): void {
  const peer = plainAddress(socket.remoteAddress ?? "");
  const forwardedFor = String(headers["x-forwarded-for"] ?? "");
  const isProxy = peer !== null && proxies.has(peer);
  for (const name of Object.keys(headers)) {
    if (!isProxy && forwarding.test(name)) delete headers[name];
  }
  delete headers["x-forwarded-for"];
  const address = peer === null ? null : clientAddress(peer, forwardedFor, proxies);
  if (address === null) return;
  headers["x-forwarded-for"] = address;
  headers[header] = address;
}

function isTooLarge({ headers }: IncomingMessage): boolean {
  return Number(headers["content-length"] ?? 0) > maxBodyBytes;
}

function refuse(request: IncomingMessage, response: ServerResponse): void {
  const error = {
    code: "INVALID",
    message: `This is larger than anything that can be sent here (${maxBodyBytes / 1024} KiB).`,
    nextStep: "Send less at once.",
    fields: {},
  };
  response.writeHead(413, { "content-type": "application/json" }).end(JSON.stringify({ error }));
  // Thrown away as it comes: a client that is still sending would not read the answer of a closed connection.
  request.resume();
}
