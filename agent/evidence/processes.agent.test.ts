import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { createServer, type Server } from "node:net";
import { tmpdir } from "node:os";
import { afterEach, beforeEach, expect, test } from "vitest";
import { identifyProcess } from "#agent/fixtures/identify-process.ts";
import { buildHost, type TestHost, type TestTenant } from "./testing/build-host.ts";

let host: TestHost;
let tenant: TestTenant;
const servers: Server[] = [];
const children: ChildProcess[] = [];
beforeEach(async () => {
  host = await buildHost(tmpdir());
  tenant = await host.addTenant("acme");
});
afterEach(async () => {
  for (const server of servers.splice(0)) server.close();
  for (const child of children.splice(0)) child.kill("SIGKILL");
  await host.remove();
});

async function listen(address?: string): Promise<void> {
  const server = createServer();
  servers.push(server);
  server.listen(tenant.record.basePort + 5, address);
  await once(server, "listening");
}

test("names a listener in the tenant's block that is not the tenant's", async () => {
  await listen("127.0.0.1");
  const { defects } = await host.observe(tenant, "port");
  expect(defects.map(({ id }) => id)).toEqual(["port.foreign-listener"]);
  expect(defects[0]?.message).toContain(`pid ${process.pid}`);
});

test("sees a foreign listener on IPv6 as well", async () => {
  await listen("::1");
  const { defects } = await host.observe(tenant, "port");
  expect(defects.map(({ id }) => id)).toEqual(["port.foreign-listener"]);
});

test.skipIf(process.getuid?.() !== 0)(
  "names a listener of the tenant's own user that other machines may reach (needs root)",
  async () => {
    // The kernel keeps the user who made a socket, whoever holds it later; without an address it is made at once.
    process.seteuid?.(tenant.record.uid);
    const listening = listen();
    process.seteuid?.(0);
    await listening;
    const { defects } = await host.observe(tenant, "port");
    expect(defects.map(({ id }) => id)).toEqual(["port.exposed"]);
  },
);

test("does not take a process for the Gateway whose start time is another", async () => {
  const child = spawn("/bin/sleep", ["60"]);
  children.push(child);
  await once(child, "spawn");
  const process = { ...identifyProcess(host.context, child.pid, tenant.record.uid), startTicks: 1 };
  Object.assign(tenant.record, { process });
  const { isMeasured, reason } = await host.observe(tenant, "port");
  expect([isMeasured, reason]).toEqual([false, "Gateway is stopped; nothing listens."]);
});
