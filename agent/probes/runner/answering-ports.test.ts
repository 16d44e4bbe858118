import { createServer as createHttpServer } from "node:http";
import { type AddressInfo, createServer, type Server } from "node:net";
import { describe, expect, it, onTestFinished } from "vitest";
import { digest, type Finding } from "./finding.ts";
import { processProbes } from "./process-probes.ts";
import type { AttemptTarget, HostDoors } from "./protocol.ts";
import { tryHealth, tryHttp } from "./try-gateway.ts";
import { tryAddresses } from "./try-host.ts";
import { tryLoopback } from "./try-port.ts";

async function open(server: Server, host = "127.0.0.1"): Promise<number> {
  onTestFinished(() => void server.close());
  await new Promise<void>((resolve) => server.listen(0, host, resolve));
  return (server.address() as AddressInfo).port;
}
/** A port at which nobody listens any more. */
async function closed(): Promise<number> {
  const server = createServer();
  const port = await open(server);
  await new Promise((resolve) => server.close(resolve));
  return port;
}
const saying = (text: string) => createServer((socket) => void socket.end(text));
const answering = (status: (path: string) => number, body = "") =>
  createHttpServer((request, answer) => answer.writeHead(status(request.url ?? "")).end(body));

describe("a Gateway's HTTP interface", () => {
  it.each([
    [200, "reached"],
    [401, "refused"],
    [403, "refused"],
    [404, "unmeasured"],
    [429, "unmeasured"],
    [500, "unmeasured"],
    [503, "unmeasured"],
  ])("that answers %d is %s", async (status, outcome) => {
    const port = await open(answering(() => status));
    expect(await tryHttp({ what: "no token" }, { port, path: "/" })).toMatchObject({ outcome });
  });

  it("is shown no token where the listener isn't the own Gateway", async () => {
    const shown: (string | undefined)[] = [];
    const server = createHttpServer((request, answer) => {
      shown.push(request.headers.authorization);
      answer.end();
    });
    const port = await open(server);
    const presented = { what: "its own token", token: "secret", isTrusted: () => false };
    expect(await tryHttp(presented, { port, path: "/" })).toMatchObject({ outcome: "unmeasured" });
    expect(await tryHttp({ ...presented, isTrusted: () => true }, { port, path: "/" })).toMatchObject({
      outcome: "reached",
    });
    expect(shown).toEqual(["Bearer secret"]);
  });

  it("refuses where nobody listens", async () => {
    const finding = await tryHttp({ what: "no token" }, { port: await closed(), path: "/" });
    expect(finding).toMatchObject({ outcome: "refused", fact: "ECONNREFUSED" });
  });
});

describe("a Gateway's health", () => {
  it.each<[what: string, status: (path: string) => number, outcome: string]>([
    ["is told where one of its pages answers", (path) => (path === "/readyz" ? 200 : 404), "reached"],
    ["is told by saying what is failing, too", () => 503, "reached"],
    ["is refused where none answers", () => 401, "refused"],
  ])("%s", async (_, status, outcome) => {
    expect(await tryHealth(await open(answering(status)))).toMatchObject({ outcome });
  });
});

describe("a loopback port", () => {
  it("is reached at either address", async () => {
    expect(await tryLoopback(await open(createServer()), false)).toMatchObject({ outcome: "reached" });
    expect(await tryLoopback(await open(createServer(), "::1"), false)).toMatchObject({ outcome: "reached" });
    expect(await tryLoopback(await closed(), false)).toMatchObject({ outcome: "refused" });
  });

  it("is the tenant's own by what its stand-in says there", async () => {
    const finding = await tryLoopback(await open(saying("canary")), true);
    expect(finding).toMatchObject({ outcome: "reached", proof: digest("canary") });
  });
});

describe("the host's address", () => {
  const doors = (listeners: HostDoors["listeners"]): HostDoors => ({
    ...{ listeners, word: "the word", dashboard: null, metadata: [] },
  });
  const at = async (port: number) => tryAddresses(doors([{ address: "127.0.0.1", port }]));

  it("is reached only where what answers says root's word", async () => {
    expect(await at(await open(saying("the word")))).toMatchObject({ outcome: "reached" });
    expect(await at(await open(saying("another word")))).toMatchObject({ outcome: "refused" });
    expect(await at(await closed())).toMatchObject({ outcome: "refused" });
    expect(await tryAddresses(doors([]))).toMatchObject({ outcome: "unmeasured", code: "nothing" });
  });
});

describe("a Node inspector", () => {
  const tryPorts = (otherPorts: number[]) => {
    const target: Partial<AttemptTarget> = { process: { pid: 1, startTicks: 1 }, otherPorts };
    return processProbes["process.inspector"](target as AttemptTarget) as Promise<Finding>;
  };
  const inspector = answering(() => 200, '{ "Browser": "node.js/v24.1.0" }');

  it("is known by what it says of itself among all ports of the process", async () => {
    const other = await open(answering(() => 200, "{}"));
    expect(await tryPorts([other, await open(inspector)])).toMatchObject({ outcome: "reached" });
    expect(await tryPorts([other, await closed()])).toMatchObject({ outcome: "refused" });
    expect(await tryPorts([])).toMatchObject({ outcome: "refused", code: "absent" });
  });
});
