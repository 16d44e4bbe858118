import { execFileSync } from "node:child_process";
import { once } from "node:events";
import { createServer } from "node:net";
import { tmpdir, totalmem } from "node:os";
import { afterEach, beforeEach, expect, onTestFinished, test } from "vitest";
import { buildHost, type TestHost } from "#agent/evidence/testing/build-host.ts";
import { hostFactsSchema } from "#lib/host-agent/contract/host-facts.ts";
import { collectHostFacts } from "./host-facts.ts";

let host: TestHost;
beforeEach(async () => {
  host = await buildHost(tmpdir());
});
afterEach(() => host.remove());

const facts = async (portRange?: { first: number; last: number }) =>
  hostFactsSchema.parse(
    await collectHostFacts(
      host.context,
      { list: () => [] },
      { agentVersion: "1.2.3", ...(portRange && { portRange }) },
    ),
  );

test("tells memory, disk and kernel as the host does", async () => {
  const seen = await facts();
  expect(seen.memoryTotalBytes).toBe(totalmem());
  expect(seen.memoryAvailableBytes).toBeLessThan(seen.memoryTotalBytes);
  expect(seen.diskFreeBytes).toBeLessThan(seen.diskTotalBytes);
  expect(seen.kernel).toBe(execFileSync("uname", ["-r"], { encoding: "utf8" }).trim());
});

test("names the ports of the range on which something listens, and their owner", async () => {
  const server = createServer().listen(0, "127.0.0.1");
  onTestFinished(() => void server.close());
  await once(server, "listening");
  const address = server.address();
  const port = typeof address === "object" ? (address?.port ?? 0) : 0;
  expect((await facts({ first: port, last: port })).listeningPorts).toEqual([
    { port, uid: host.context.uid },
  ]);
  expect((await facts({ first: 1, last: 1 })).listeningPorts).toEqual([]);
});

test("offers an OS user of its own to a root agent alone, and says why not otherwise", async () => {
  const rungs = (await facts()).rungs.map(({ rung, isAvailable }) => [rung, isAvailable]);
  expect(rungs).toEqual([
    ["profile", !host.context.isRoot],
    ["os-user", host.context.isRoot],
  ]);
});
