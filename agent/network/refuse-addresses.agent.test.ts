import { spawn } from "node:child_process";
import { createSocket } from "node:dgram";
import { once } from "node:events";
import { createServer } from "node:http";
import { type AddressInfo, isIPv6 } from "node:net";
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from "vitest";
import { boundaryCommand } from "#agent/boundary/boundary-command.ts";
import type { AgentContext } from "#agent/context/context.ts";
import { detectHostHardening } from "#agent/hardening/detect-host-hardening.ts";
import { observeHardening } from "#agent/hardening/observe-hardening.ts";
import { addHostAddress, ip, makeElsewhere } from "#agent/hardening/testing/elsewhere.ts";
import { setHardening } from "#agent/probes/self-test/set-hardening.ts";
import { createProbeHost, type ProbeHost } from "#agent/probes/testing/probe-host.ts";
import { runtimePaths } from "#agent/runtime-store/runtime-paths.ts";
import { runCommand } from "#agent/system/run-command.ts";
import { hostProcessOf } from "#agent/tenant/gateway-handle.ts";
import type { TenantRecord } from "#agent/tenant/tenant-record.ts";
import { fullHardening } from "#lib/domain/hardening/setting.ts";
import { ensureForwarder } from "./forwarder.ts";
import { networkName } from "./network-place.ts";
import { forwardingOf, settleNetwork } from "./tenant-network.ts";

const can = await detectHostHardening(process.getuid?.() === 0);
const hasBoth = can.networkNamespace.refusesOnHost && can.networkNamespace.refusesInside;
const metadata = "169.254.169.254";
const other = "203.0.113.9";
const other6 = "2001:db8:77::9";
const reached = { tcp: "connected", udp: "answered" };

describe.skipIf(!can.networkNamespace.isAvailable || !hasBoth)(
  "what a tenant's own network is refused (needs root, iproute2, passt and nftables)",
  () => {
    let host: ProbeHost;
    let a: TenantRecord;

    beforeAll(async () => {
      host = await createProbeHost();
      const { slug } = await host.addTenant();
      await setHardening(host.context, host.registry, slug, fullHardening);
      await host.start(host.registry.require(slug));
      a = host.registry.require(slug);
    });
    afterAll(() => host.dispose());

    const nft = (...args: string[]) =>
      runCommand(
        { file: can.loopbackFirewall.program, args, cwd: "/", env: { PATH: "/usr/sbin:/usr/bin" } },
        { timeoutMs: 10_000 },
      );
    const table = async () =>
      /^table inet (bulkhead_\w+)$/m.exec(
        (await nft("list", "tables")).stdout
          .split("\n")
          .filter((line) => line.endsWith(`_${a.uid}`))
          .join("\n"),
      )?.[1] ?? "";
    const now = () => host.registry.require(a.slug);
    const putBack = (context: AgentContext = host.context) =>
      settleNetwork(context, now(), hostProcessOf(now().process));
    const seen = async () => {
      const { settings } = await observeHardening(host.context, host.registry, now());
      return settings.find(({ setting }) => setting === "network-namespace");
    };
    const node = () => runtimePaths(host.context.paths, a.runtimeVersion).node;

    /** What programs of the tenant's own get when they go to an address, by TCP and by UDP. */
    const inside = async (address: string, port: number) => {
      const command = boundaryCommand(host.context, now(), ["PROGRAM"]);
      const script = `
        const [address, port] = [${JSON.stringify(address)}, ${port}];
        const said = {};
        const tell = (key, word) => {
          said[key] ??= word;
          if (said.tcp && said.udp) { console.log(JSON.stringify(said)); process.exit(); }
        };
        const socket = require("net").connect(port, address);
        socket.on("connect", () => tell("tcp", "connected"));
        socket.on("error", (error) => tell("tcp", error.code));
        const udp = require("dgram").createSocket(address.includes(":") ? "udp6" : "udp4");
        udp.on("message", () => tell("udp", "answered"));
        udp.on("error", (error) => tell("udp", error.code));
        udp.send("x", port, address, (error) => error && tell("udp", error.code));
        setTimeout(() => { tell("tcp", "silence"); tell("udp", "silence"); }, 1500);`;
      const args = [...command.args.slice(0, command.args.lastIndexOf(node())), node(), "-e", script];
      const result = await runCommand({ ...command, args }, { timeoutMs: 20_000 });
      return JSON.parse(result.stdout || JSON.stringify(result.stderr)) as unknown;
    };
    /** Answers by both protocols at an address of the host's; `port` 0 for any. */
    const serve = async (address: string, port = 0) => {
      const server = createServer((_, answer) => answer.end("here")).listen(port, address);
      await once(server, "listening");
      const taken = (server.address() as AddressInfo).port;
      const udp = createSocket(isIPv6(address) ? "udp6" : "udp4");
      udp.on("message", (_, from) => udp.send("here", from.port, from.address));
      udp.bind(taken, address);
      await once(udp, "listening");
      onTestFinished(() => {
        server.close();
        udp.close();
      });
      return taken;
    };
    const model = (baseUrl: string, at: number) => ({
      provider: `local-${at}`,
      api: "openai-completions" as const,
      baseUrl,
      models: ["small"],
      isDefault: at === 0,
      hasKey: false,
    });
    const configure = async (...urls: string[]) => {
      await host.registry.update(a.slug, (record) => ({ ...record, models: urls.map(model) }));
      onTestFinished(async () => {
        await host.registry.update(a.slug, (record) => ({ ...record, models: [] }));
        await putBack();
      });
    };
    const notReached = (found: unknown) => {
      expect(found).not.toMatchObject({ tcp: reached.tcp });
      expect(found).not.toMatchObject({ udp: reached.udp });
      expect(found).toMatchObject({ tcp: expect.any(String), udp: expect.any(String) });
    };

    test.each([other, other6, metadata, "fd00:ec2::254"])(
      "is %s, whether the host has it when the network is made or gets it later",
      async (address) => {
        await addHostAddress(address);
        const port = await serve(address);
        notReached(await inside(address, port));
        await putBack();
        notReached(await inside(address, port));
      },
    );

    test("is closed on the host and inside, so that either one alone is enough for what is known", async () => {
      await addHostAddress(metadata);
      await addHostAddress(other);
      const ports = { [metadata]: await serve(metadata), [other]: await serve(other) };
      await putBack();
      const each = async (check: (found: unknown) => void) => {
        for (const [address, port] of Object.entries(ports)) check(await inside(address, port));
      };
      await nft("delete", "table", "inet", await table());
      await each(notReached);
      await ip("-n", networkName(a.slug), "rule", "flush");
      await ip("-n", networkName(a.slug), "rule", "add", "priority", "32766", "lookup", "main");
      await each((found) => expect(found).toEqual(reached));
      expect(await seen()).toMatchObject({ observed: "off" });

      expect(await putBack()).toBe(true);
      expect(await putBack()).toBe(false);
      expect(await seen()).toMatchObject({ observed: "on" });
      await ip("-n", networkName(a.slug), "rule", "flush");
      await ip("-n", networkName(a.slug), "rule", "add", "priority", "32766", "lookup", "main");
      await each(notReached);
      await putBack();
    });

    test.each([
      ["taken away", async () => nft("delete", "table", "inet", await table())],
      ["asleep", async () => nft("add", "table", "inet", await table(), "{ flags dormant; }")],
      [
        "got round by a rule before them",
        async () => nft("insert", "rule", "inet", await table(), "judged", "accept"),
      ],
      ["for nobody", async () => nft("flush", "chain", "inet", await table(), "out")],
    ])("shows when its rules are %s, and is put back", async (_, change) => {
      expect(await seen()).toMatchObject({ observed: "on" });
      expect((await change()).exitCode).toBe(0);
      // Some versions of nftables can't list a table that is asleep; then it is unknown.
      expect(await seen()).toMatchObject({
        observed: expect.stringMatching(/^(off|unknown)$/),
        note: expect.stringMatching(/missing|can't be read/),
      });
      expect(await putBack()).toBe(true);
      expect(await seen()).toMatchObject({ observed: "on" });
    });

    test("is put back by the look that comes by itself", async () => {
      await nft("delete", "table", "inet", await table());
      await ensureForwarder(host.context, a, forwardingOf(host.context, now()));
      expect(await table()).not.toBe("");
    });

    test("isn't what lies elsewhere, nor what the host itself reaches", async () => {
      const elsewhere = await makeElsewhere();
      const script = `
        require("net").createServer((s) => s.end("here")).listen(7007, "0.0.0.0", () => console.log("ready"));
        const udp = require("dgram").createSocket("udp4");
        udp.on("message", (_, from) => udp.send("here", from.port, from.address)); udp.bind(7007);`;
      const [file = "", ...args] = [...elsewhere.entrance, node(), "-e", script];
      const child = spawn(file, args, { stdio: ["ignore", "pipe", "inherit"] });
      onTestFinished(() => void child.kill("SIGKILL"));
      await once(child.stdout, "data");
      expect(await inside(elsewhere.address, 7007)).toEqual(reached);

      await addHostAddress(other);
      const answer = await fetch(`http://${other}:${await serve(other)}/`);
      expect(await answer.text()).toBe("here");
    });

    test("isn't the port of a model on this host that its configuration names, by name or by number", async () => {
      await addHostAddress(other);
      const [local, numbered, third] = [await serve("127.0.0.1"), await serve(other), await serve(other)];
      await configure(`http://localhost:${local}/v1`, `https://${other}:${numbered}/v1`);
      await putBack();
      expect(await inside("127.0.0.1", local)).toMatchObject({ tcp: "connected" });
      expect(await inside(other, numbered)).toMatchObject({ tcp: "connected" });
      notReached(await inside(other, third));
    });

    test("is the dashboard's port, at every address and although its configuration names it", async () => {
      await addHostAddress(other);
      const port = await serve("0.0.0.0");
      const context = {
        ...host.context,
        closedPorts: new Map([[port, "the dashboard's"]]),
        dashboardPort: port,
      };
      const addresses = ["127.0.0.1", "localhost", other, "[::ffff:127.0.0.1]", "127.0.0.2"];
      await configure(...addresses.map((address) => `https://${address}:${port}/v1`));
      await putBack(context);
      for (const address of ["127.0.0.1", other, "0.0.0.0", "::ffff:127.0.0.1", `::ffff:${other}`])
        notReached(await inside(address, port));
      const { settings } = await observeHardening(context, host.registry, now());
      expect(settings.find(({ setting }) => setting === "network-namespace")).toMatchObject({
        observed: "on",
        note: expect.stringContaining(`port ${port}, which is the dashboard's`),
      });
    });

    test("goes from the host with the network, so that its user is judged no longer", async () => {
      expect(await table()).not.toBe("");
      await setHardening(host.context, host.registry, a.slug, {
        ...fullHardening,
        "network-namespace": false,
      });
      await host.stop(a);
      await settleNetwork(host.context, now(), null);
      expect(await table()).toBe("");
    });
  },
);
