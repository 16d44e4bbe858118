import { spawn } from "node:child_process";
import { once } from "node:events";
import { describe, expect, onTestFinished, test } from "vitest";
import { freePort } from "#agent/fixtures/free-port.ts";
import { listListeners } from "#agent/proc/list-listeners.ts";
import { readStartTicks } from "#agent/proc/read-process.ts";
import type { ProcessIdentity } from "#agent/tenant/gateway-handle.ts";
import { portOwnership } from "./port-ownership.ts";

const isRoot = process.getuid?.() === 0;
const own = process.getuid?.() ?? 0;
const script = `
  const [port, host] = process.argv.slice(1);
  require("node:net").createServer().listen({ port, host, ipv6Only: true }, () => console.log("listening"));`;

type Listening = { readonly port: number; readonly host: string; readonly through?: readonly string[] };

/** A process that listens until the test ends, as a Gateway or a stranger would. */
async function listen({ port, host, through = [] }: Listening): Promise<ProcessIdentity> {
  const [file = "", ...args] = [...through, process.execPath, "-e", script, String(port), host];
  const child = spawn(file, args, { stdio: ["ignore", "pipe", "inherit"] });
  const exited = once(child, "exit");
  onTestFinished(async () => {
    child.kill("SIGKILL");
    await exited;
  });
  await once(child.stdout, "data");
  const pid = child.pid ?? 0;
  return {
    ...{ pid, startTicks: readStartTicks(pid) ?? 0, bootId: "", uid: own },
    startedAt: new Date().toISOString(),
  };
}

const ownership = async (port: number, gateway: ProcessIdentity | null) =>
  portOwnership(await listListeners(), port, gateway);

describe("a loopback port", () => {
  test("is the Gateway's where that very process has it open", async () => {
    const port = await freePort();
    const gateway = await listen({ port, host: "127.0.0.1" });
    expect(await ownership(port, gateway)).toMatchObject({ isOwn4: true, foreign: null });
  });

  test("is another process's of the very same user, and not the Gateway's", async () => {
    const port = await freePort();
    const gateway = await listen({ port: await freePort(), host: "127.0.0.1" });
    await listen({ port, host: "127.0.0.1" });
    expect(await ownership(port, gateway)).toMatchObject({ isOwn4: false, foreign: { port, uid: own } });
  });

  test("is the Gateway's at one address and a stranger's at the other", async () => {
    const port = await freePort();
    const gateway = await listen({ port, host: "127.0.0.1" });
    await listen({ port, host: "::1" });
    expect(await ownership(port, gateway)).toMatchObject({
      ...{ isOwn4: true, isOwn6: false },
      foreign: { port, family: 6 },
    });
  });

  test("is a stranger's, whoever listens, where no Gateway runs or it was another process", async () => {
    const port = await freePort();
    const gateway = await listen({ port, host: "127.0.0.1" });
    expect(await ownership(port, null)).toMatchObject({ isOwn4: false, foreign: { port } });
    const before = { ...gateway, startTicks: gateway.startTicks + 1 };
    expect(await ownership(port, before)).toMatchObject({ isOwn4: false, foreign: { port } });
  });

  test("is not the Gateway's where another user opened it, whoever has it by now", async () => {
    const port = await freePort();
    const gateway = await listen({ port, host: "127.0.0.1" });
    const another = { ...gateway, uid: own + 60_000 };
    expect(await ownership(port, another)).toMatchObject({ isOwn4: false, foreign: { port, uid: own } });
  });

  test("is nobody's once whoever was seen there has gone", async () => {
    const port = await freePort();
    const gone = { family: 4, address: "127.0.0.1", port, uid: own, inode: 1 } as const;
    expect(await portOwnership([gone], port, null)).toMatchObject({ foreign: null });
  });
});

describe.skipIf(!isRoot)("a port in a network of the Gateway's own (needs root)", () => {
  const inItsOwn = async (port: number) =>
    listen({ port, host: "0.0.0.0", through: ["/usr/bin/unshare", "--net"] });
  const beside = ({ pid }: ProcessIdentity) => ["/usr/bin/nsenter", `--target=${pid}`, "--net"];

  test("is nobody else's while the Gateway alone is in there", async () => {
    const port = await freePort();
    expect(await ownership(port, await inItsOwn(port))).toMatchObject({ foreign: null });
  });

  test("is a stranger's where another process in there has it", async () => {
    const port = await freePort();
    const gateway = await inItsOwn(port);
    await listen({ port, host: "::", through: beside(gateway) });
    expect(await ownership(port, gateway)).toMatchObject({ isOwn6: false, foreign: { port, family: 6 } });
  });

  test("is a stranger's on the host where nothing forwards into it", async () => {
    const port = await freePort();
    const gateway = await inItsOwn(port);
    await listen({ port, host: "127.0.0.1" });
    expect(await ownership(port, gateway)).toMatchObject({ isOwn4: false, foreign: { port, family: 4 } });
  });

  test("is a stranger's where the Gateway has gone into a user namespace of its own", async () => {
    const port = await freePort();
    const through = ["/usr/bin/unshare", "--user", "--map-root-user"];
    const gateway = await listen({ port, host: "127.0.0.1", through });
    expect(await ownership(port, gateway)).toMatchObject({ isOwn4: false, isOwn6: false, foreign: { port } });
  });
});
