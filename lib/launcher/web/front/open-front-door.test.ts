import http, { type IncomingHttpHeaders, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, expect, it } from "vitest";
import { maxBodyBytes, openFrontDoor } from "./open-front-door.ts";

const original = http.createServer;
let server: Server;

/** A server such as Next opens, in a process whose front door is open; answers with the headers that it sees. */
async function open(trusted?: string) {
  const variables: NodeJS.ProcessEnv = {
    NODE_ENV: "production",
    ...(trusted !== undefined && { BULKHEAD_TRUSTED_PROXIES: trusted }),
  };
  openFrontDoor(variables);
  server = http.createServer((request, response) => response.end(JSON.stringify(request.headers)));
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
  const header = variables.BULKHEAD_CLIENT_HEADER ?? "";
  const seen = async (headers: Record<string, string>) =>
    (await (await fetch(url, { headers })).json()) as IncomingHttpHeaders;
  return { url, header, seen };
}

afterEach(() => {
  http.createServer = original;
  server.close();
});

const claims = {
  "X-Forwarded-For": "203.0.113.7",
  "x-forwarded-host": "evil.test",
  "X-Forwarded-Proto": "https",
  Forwarded: "for=203.0.113.7",
  "x-real-ip": "203.0.113.7",
  "CF-Connecting-IP": "203.0.113.7",
  "True-Client-IP": "203.0.113.7",
};

it("believes nothing that a client says about its way here", async () => {
  const { header, seen } = await open();
  const headers = await seen({ ...claims, [header]: "203.0.113.7" });
  expect(headers).toMatchObject({ [header]: "127.0.0.1", "x-forwarded-for": "127.0.0.1" });
  expect(JSON.stringify(headers)).not.toMatch(/203\.0\.113\.7|evil/);
});

it("believes a trusted proxy, and nothing that came to it", async () => {
  const { header, seen } = await open("127.0.0.0/8");
  const headers = await seen({ ...claims, "X-Forwarded-For": "192.0.2.1, 203.0.113.7" });
  expect(headers).toMatchObject({
    [header]: "203.0.113.7",
    "x-forwarded-for": "203.0.113.7",
    "x-forwarded-proto": "https",
  });
});

it("notes it under a name that is another one each time", async () => {
  const { header } = await open();
  server.close();
  http.createServer = original;
  expect((await open()).header).not.toBe(header);
});

it("turns away a body that is too large, and reads slow requests only so long", async () => {
  const { url } = await open();
  const answer = await fetch(url, { method: "POST", body: new Uint8Array(maxBodyBytes + 1) });
  expect([answer.status, await answer.json()]).toMatchObject([413, { error: { code: "INVALID" } }]);
  const fits = await fetch(url, { method: "POST", body: new Uint8Array(maxBodyBytes) });
  expect(fits.status).toBe(200);
  expect(server).toMatchObject({ headersTimeout: 10_000, requestTimeout: 30_000 });
});
