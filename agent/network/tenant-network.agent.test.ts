import { spawn } from "node:child_process";
import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, beforeEach, describe, expect, onTestFinished, test } from "vitest";
import { boundaryCommand } from "#agent/boundary/boundary-command.ts";
import { portOwnership } from "#agent/boundary/port-ownership.ts";
import { untilObserved } from "#agent/fixtures/until-observed.ts";
import { detectHostHardening } from "#agent/hardening/detect-host-hardening.ts";
import { observeHardening } from "#agent/hardening/observe-hardening.ts";
import { connectAs, listenAs } from "#agent/hardening/testing/as-user.ts";
import { makeElsewhere } from "#agent/hardening/testing/elsewhere.ts";
import { runInside } from "#agent/probes/self-test/run-inside.ts";
import { setHardening } from "#agent/probes/self-test/set-hardening.ts";
import { createProbeHost, type ProbeHost } from "#agent/probes/testing/probe-host.ts";
import { listListeners } from "#agent/proc/list-listeners.ts";
import { networkAt, networkOf } from "#agent/proc/network-of.ts";
import { readProcess } from "#agent/proc/read-process.ts";
import { createProcessDriver } from "#agent/runtime/process-driver.ts";
import { createSupervisor, type Supervisor } from "#agent/runtime/supervisor.ts";
import { runtimePaths } from "#agent/runtime-store/runtime-paths.ts";
import { runCommand } from "#agent/system/run-command.ts";
import { hostProcessOf } from "#agent/tenant/gateway-handle.ts";
import type { TenantRecord } from "#agent/tenant/tenant-record.ts";
import { basicHardening, fullHardening } from "#lib/domain/hardening/setting.ts";
import { forwardersOf } from "./find-forwarder.ts";
import { ensureForwarder } from "./forwarder.ts";
import { networkName, networkPlace } from "./network-place.ts";

const can = await detectHostHardening(process.getuid?.() === 0);
const never = new AbortController().signal;

describe.skipIf(!can.networkNamespace.isAvailable)(
  "a tenant with a network of its own (needs root, iproute2 and passt)",
  () => {
    let host: ProbeHost;
    let supervisors: Supervisor[] = [];
    beforeEach(async () => {
      host = await createProbeHost();
    });
    afterEach(async () => {
      await Promise.all(supervisors.map((supervisor) => supervisor.close()));
      supervisors = [];
      await host.dispose();
    });

    const hardened = async (choice = fullHardening) => {
      const { slug } = await host.addTenant();
      await setHardening(host.context, host.registry, slug, choice);
      return host.registry.require(slug);
    };
    const now = ({ slug }: TenantRecord) => host.registry.require(slug);
    const ip = (...args: string[]) =>
      runCommand(
        { file: can.networkNamespace.program, args, cwd: "/", env: { PATH: "/usr/sbin:/usr/bin" } },
        { timeoutMs: 10_000 },
      );
    const nodeOf = ({ runtimeVersion }: TenantRecord) =>
      runtimePaths(host.context.paths, runtimeVersion).node;
    /** What a script of the tenant's own prints inside its boundary. */
    const inside = async (tenant: TenantRecord, script: string) => {
      const command = boundaryCommand(host.context, tenant, ["PROGRAM"]);
      const node = nodeOf(tenant);
      const args = [...command.args.slice(0, command.args.lastIndexOf(node)), node, "-e", script];
      const result = await runCommand({ ...command, args }, { timeoutMs: 20_000 });
      return result.stdout.trim() || result.stderr;
    };
    const connect = (where: object) => `
      const socket = require("net").connect(${JSON.stringify(where)});
      setTimeout(() => { console.log("no answer"); process.exit(); }, 3000);
      socket.on("connect", () => { console.log("connected"); process.exit(); });
      socket.on("error", (error) => { console.log(error.code); process.exit(); });`;
    const serve = async (address: string) => {
      const server = createServer((_, answer) => answer.end("here")).listen(0, address);
      onTestFinished(() => void server.close());
      await new Promise((listening) => server.once("listening", listening));
      return (server.address() as AddressInfo).port;
    };
    const supervise = () => {
      const driver = createProcessDriver(host.context, host.commandFor);
      const supervisor = createSupervisor(host.context, host.registry, host.locks, {
        driver,
        timings: { observeEveryMs: 50, pollMs: 20 },
      });
      supervisors.push(supervisor);
      return supervisor;
    };

    test("is forwarded into by nobody's stranger, also when its Gateway has just ended", async () => {
      const tenant = await hardened();
      await host.start(tenant);
      const gateway = hostProcessOf(now(tenant).process);
      if (gateway === null) throw new Error("It runs.");
      const { basePort } = tenant;
      expect(await portOwnership(await listListeners(), basePort, gateway)).toMatchObject({ foreign: null });
      // Nothing that began then has this number any more.
      const ended = { ...gateway, startTicks: gateway.startTicks + 1 };
      const after = await portOwnership(await listListeners(), basePort, ended);
      expect(after).toMatchObject({ isOwn4: false, foreign: null });
      expect(await portOwnership(await listListeners(), basePort, null)).toMatchObject({
        foreign: { uid: tenant.uid },
      });
    });

    test("is reached by the host at its one port, and by nobody else", async () => {
      const [a, b] = [await hardened(), await hardened(basicHardening)];
      const pid = await host.start(a);
      expect(networkOf(pid)).toBe(networkAt(networkPlace(a.slug)));
      expect(forwardersOf(a)).toMatchObject([{ uid: a.uid, ppid: 1 }]);
      expect(await connectAs(nodeOf(a), 0, a.basePort, "127.0.0.1")).toBe("connected");
      expect(await connectAs(nodeOf(a), b.uid, a.basePort, "127.0.0.1")).toBe("ECONNREFUSED");

      const { end } = await runInside(
        host.context,
        a,
        `require("http").createServer((_, answer) => answer.end()).listen(${a.basePort + 11}, "127.0.0.1", () => console.log("ready"))`,
      );
      expect(await inside(a, connect({ host: "127.0.0.1", port: a.basePort + 11 }))).toBe("connected");
      expect(await connectAs(nodeOf(a), 0, a.basePort + 11, "127.0.0.1")).toBe("ECONNREFUSED");
      await end();
      const report = await observeHardening(host.context, host.registry, now(a));
      expect(report.settings.find(({ setting }) => setting === "network-namespace")).toMatchObject({
        asked: true,
        observed: "on",
      });
    });

    test("reaches out, and neither the host nor another tenant", async () => {
      const [a, b] = [await hardened(), await hardened()];
      const elsewhere = await makeElsewhere();
      const listener = `require("net").createServer((s) => s.end()).listen(7007, () => console.log("ready"))`;
      const [file = "", ...args] = [...elsewhere.entrance, nodeOf(a), "-e", listener];
      const machine = spawn(file, args, { stdio: ["ignore", "pipe", "inherit"] });
      onTestFinished(() => void machine.kill("SIGKILL"));
      await once(machine.stdout, "data");
      // There before the network is: what forwards could take every port that it finds.
      const own = await serve("127.0.0.1");
      await host.start(b);
      await host.start(a);
      expect(await inside(a, connect({ host: elsewhere.address, port: 7007 }))).toBe("connected");
      expect(await inside(a, connect({ host: "127.0.0.1", port: own }))).toBe("ECONNREFUSED");
      const gateway = /^default via (\S+)/m.exec((await ip("-4", "route")).stdout)?.[1];
      // In such a network that address may stand for the host's own loopback.
      if (gateway !== undefined)
        expect(await inside(a, connect({ host: gateway, port: own }))).not.toBe("connected");
      expect(await inside(a, connect({ host: "127.0.0.1", port: b.basePort }))).toBe("ECONNREFUSED");
      const name = "\0bulkhead-test-abstract";
      const { end } = await runInside(
        host.context,
        b,
        `require("net").createServer((s) => s.end()).listen({ path: ${JSON.stringify(name)} }, () => console.log("ready"))`,
      );
      expect(await inside(b, connect({ path: name }))).toBe("connected");
      expect(await inside(a, connect({ path: name }))).toBe("ECONNREFUSED");
      await end();
    });

    test("gets at a port of the host that its configuration names, also when that changes while it runs", async () => {
      const a = await hardened();
      const supervisor = supervise();
      await supervisor.attachAll();
      const { pid } = await supervisor.start(a.slug, 1, () => {}, never);
      const port = await serve("127.0.0.1");
      await host.registry.update(a.slug, (record) => ({
        ...record,
        models: [
          {
            provider: "local",
            api: "openai-completions",
            baseUrl: `http://127.0.0.1:${port}/v1`,
            models: ["small"],
            isDefault: true,
            hasKey: false,
          },
        ],
      }));
      const hears = async () =>
        (await inside(a, connect({ host: "127.0.0.1", port }))) === "connected" || null;
      await expect.poll(hears, { timeout: 20_000 }).toBe(true);
      expect(forwardersOf(a)).toHaveLength(1);
      expect(await supervisor.observe(a.slug)).toMatchObject({ phase: "running", pid, isLive: true });
    });

    test("gets its forwarder back, and the name of its network, without a restart", async () => {
      const a = await hardened();
      const supervisor = supervise();
      await supervisor.attachAll();
      const { pid } = await supervisor.start(a.slug, 1, () => {}, never);
      const network = networkOf(pid ?? 0);
      const [forwarder] = forwardersOf(a);
      const back = untilObserved(supervisor, a.slug, ({ isLive }) => isLive && isBack());
      const isBack = () => forwardersOf(a).length === 1 && forwardersOf(a)[0]?.pid !== forwarder?.pid;
      process.kill(forwarder?.pid ?? 0, "SIGKILL");
      expect(await back).toMatchObject({ phase: "running", pid });

      const [second] = forwardersOf(a);
      await ip("netns", "delete", networkName(a.slug));
      await expect.poll(() => networkAt(networkPlace(a.slug)), { timeout: 20_000 }).toBe(network);
      await expect.poll(() => forwardersOf(a).length, { timeout: 20_000 }).toBe(1);
      expect(forwardersOf(a)[0]?.pid).not.toBe(second?.pid);
      // A forwarder is there a moment before it passes anything on.
      await expect
        .poll(() => supervisor.observe(a.slug), { timeout: 20_000 })
        .toMatchObject({ pid, isLive: true });
    });

    test("is taken up again by the next agent, with the same forwarder", async () => {
      const a = await hardened();
      const pid = await host.start(a);
      const [forwarder] = forwardersOf(a);
      await host.supervisor.close();
      const next = supervise();
      await next.attachAll();
      expect(await next.observe(a.slug)).toMatchObject({ phase: "running", pid, isLive: true });
      expect(forwardersOf(a)).toMatchObject([{ pid: forwarder?.pid }]);
      await next.stop(a.slug, 9, () => {}, never);
      expect(forwardersOf(a)).toEqual([]);
    });

    test("is made whole by the next agent after one that was killed while it made it", async () => {
      const a = await hardened();
      await ip("netns", "delete", networkName(a.slug));
      await ip("netns", "add", networkName(a.slug));
      await ensureForwarder(host.context, a, { slug: a.slug, inward: a.basePort, outward: [] });
      const next = supervise();
      await next.attachAll();
      expect(forwardersOf(a)).toEqual([]);
      const running = await next.start(a.slug, 2, () => {}, never);
      expect(running).toMatchObject({ phase: "running", isLive: true });
      expect(forwardersOf(a)).toHaveLength(1);
    });

    test.each(["127.0.0.1", "::1"])(
      "does not start while somebody else has its port at %s",
      async (address) => {
        const [a, b] = [await hardened(), await hardened(basicHardening)];
        await listenAs(nodeOf(a), b.uid, a.basePort, address);
        await expect(host.start(a)).rejects.toMatchObject({
          detail: { code: "PORT_TAKEN", message: expect.stringContaining(`of uid ${b.uid}`) },
        });
        expect(forwardersOf(a)).toEqual([]);
      },
    );

    test("is not believed to answer when somebody takes its port after its forwarder's end", async () => {
      const [a, b] = [await hardened(), await hardened(basicHardening)];
      await host.start(a);
      const [forwarder] = forwardersOf(a);
      process.kill(forwarder?.pid ?? 0, "SIGKILL");
      await expect
        .poll(async () => (await listListeners()).some(({ port }) => port === a.basePort))
        .toBe(false);
      await listenAs(nodeOf(a), b.uid, a.basePort, "127.0.0.1");
      expect(await host.supervisor.observe(a.slug)).toMatchObject({
        isLive: false,
        portHolder: { uid: b.uid },
      });
    });

    test("is back on the host's network when it is turned off, and nothing of its own is left", async () => {
      const a = await hardened();
      const before = await host.start(a);
      const network = networkOf(before);
      await host.registry.update(a.slug, (record) => ({
        ...record,
        hardening: { ...fullHardening, "network-namespace": false },
      }));
      await host.stop(a);
      const pid = await host.start(a);
      expect(network).not.toBe(networkOf("self"));
      expect(networkOf(pid)).toBe(networkOf("self"));
      expect(networkAt(networkPlace(a.slug))).toBeNull();
      expect(forwardersOf(a)).toEqual([]);
      await host.stop(a);
      await setHardening(host.context, host.registry, a.slug, fullHardening);
      await host.removeTenant(a.slug);
      expect(networkAt(networkPlace(a.slug))).toBeNull();
      expect(readProcess(pid)).toBeNull();
    });
  },
);
