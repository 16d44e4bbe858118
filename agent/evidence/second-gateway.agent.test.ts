import { spawn } from "node:child_process";
import { once } from "node:events";
import { tmpdir } from "node:os";
import { createInterface } from "node:readline";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { identifyProcess } from "#agent/fixtures/identify-process.ts";
import { runtimePaths } from "#agent/runtime-store/runtime-paths.ts";
import { buildHost, type TestHost, type TestTenant } from "./testing/build-host.ts";

const isRoot = process.getuid?.() === 0;

describe.skipIf(!isRoot)("what listens beside a tenant's Gateway (needs root)", () => {
  let host: TestHost;
  let tenant: TestTenant;
  beforeEach(async () => {
    host = await buildHost(tmpdir());
    tenant = await host.addTenant("acme");
  });
  afterEach(() => host.remove());

  const port = () => tenant.record.basePort;

  /** Starts a program as the tenant's user, from nobody's hand; ends with the tenant. @returns its pid */
  async function startAside(script: string): Promise<number> {
    const { uid } = tenant.record;
    const env = { PATH: "/usr/bin:/bin", OPENCLAW_CONFIG_PATH: tenant.layout.configFile };
    const { node } = runtimePaths(host.context.paths, tenant.record.runtimeVersion);
    const identity = [`--reuid=${uid}`, `--regid=${uid}`, "--clear-groups", "--"];
    const announce = `console.log("pid", process.pid)`;
    const child = spawn(
      "/usr/bin/setsid",
      ["--fork", "/usr/bin/setpriv", ...identity, node, "-e", script.replaceAll("READY", announce)],
      {
        cwd: "/",
        env: env as unknown as NodeJS.ProcessEnv,
        stdio: ["ignore", "pipe", "inherit"],
      },
    );
    const [line] = await once(createInterface({ input: child.stdout }), "line");
    return Number(String(line).split(" ")[1]);
  }

  const answering = (at: number, body: object) =>
    `require("node:http").createServer((_, answer) => answer.end('${JSON.stringify(body)}')).listen(${at}, "127.0.0.1", () => READY)`;
  const gateway = (at: number) => answering(at, { ok: true, status: "live" });

  test.each([
    ["in its block", 0],
    ["far from its block", 4000],
  ])("a second Gateway %s is named while the tenant is stopped", async (_, offset) => {
    const pid = await startAside(gateway(port() + offset));
    const { defects, isMeasured, reason } = await host.observe(tenant, "port");
    expect(defects.map(({ id }) => id)).toEqual(["port.second-gateway"]);
    expect(defects[0]?.message).toMatch(
      new RegExp(`127\\.0\\.0\\.1:${port() + offset}.*process ${pid} \\(node\\) of uid ${tenant.record.uid}`),
    );
    expect([isMeasured, reason]).toEqual([
      false,
      `The Gateway is stopped, and yet process ${pid} (node) of uid ${tenant.record.uid} listens on port ${port() + offset}.`,
    ]);
  });

  test("a second Gateway is named beside the one that runs", async () => {
    const first = await startAside(gateway(port()));
    const process = identifyProcess(host.context, first, tenant.record.uid);
    Object.assign(tenant.record, { process });
    const alone = await host.observe(tenant, "port");
    expect(alone.defects).toEqual([]);
    expect(alone.facts.find(({ label }) => label === "On 127.0.0.1")?.value).toContain(`pid ${first}`);
    const second = await startAside(gateway(port() + 700));
    const { defects } = await host.observe(tenant, "port");
    expect(defects.map(({ message }) => message)).toEqual([
      expect.stringContaining(`127.0.0.1:${port() + 700}: process ${second} `),
    ]);
  });

  test("another program of the tenant's is told and is no Gateway", async () => {
    const pid = await startAside(answering(port() + 4000, { ok: true, status: "done" }));
    const { defects, facts } = await host.observe(tenant, "port");
    expect(defects).toEqual([]);
    expect(facts).toContainEqual({
      label: `Listens beside the Gateway on 127.0.0.1:${port() + 4000}`,
      value: `process ${pid} (node) of uid ${tenant.record.uid}`,
    });
  });

  test("what the agent itself runs as the tenant is not the tenant's", async () => {
    process.seteuid?.(tenant.record.uid);
    const server = (await import("node:net")).createServer().listen(port() + 4000);
    process.seteuid?.(0);
    await once(server, "listening");
    const { facts } = await host.observe(tenant, "port");
    server.close();
    expect(facts.filter(({ label }) => label.startsWith("Listens beside"))).toEqual([]);
  });
});
