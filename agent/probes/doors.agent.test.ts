import { spawn } from "node:child_process";
import { once } from "node:events";
import { chmod } from "node:fs/promises";
import path from "node:path";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { runtimePaths } from "#agent/runtime-store/runtime-paths.ts";
import type { TenantRecord } from "#agent/tenant/tenant-record.ts";
import { basicHardening, fullHardening, type HardeningChoice } from "#lib/domain/hardening/setting.ts";
import { relay } from "./self-test/relay-leaks.ts";
import { setHardening } from "./self-test/set-hardening.ts";
import { createProbeHost, isRoot, type ProbeHost } from "./testing/probe-host.ts";

describe.skipIf(!isRoot)("what listens beside a tenant's ports and leads to it (needs root)", () => {
  let host: ProbeHost;
  let [a, b]: TenantRecord[] = [];
  const undo: (() => Promise<unknown>)[] = [];

  beforeAll(async () => {
    host = await createProbeHost();
    [a, b] = [await host.addTenant(), await host.addTenant()];
  });
  afterEach(async () => {
    for (const each of undo.splice(0).reverse()) await each();
    for (const { slug } of [tenants().a, tenants().b]) await host.stop(host.registry.require(slug));
  });
  afterAll(() => host.dispose());

  function tenants() {
    if (!a || !b) throw new Error("There are no tenants.");
    return { a, b };
  }

  async function harden(hardening: HardeningChoice): Promise<void> {
    for (const { slug } of [tenants().a, tenants().b])
      await setHardening(host.context, host.registry, slug, hardening);
  }

  async function start(hardening: HardeningChoice): Promise<void> {
    await harden(hardening);
    for (const { slug } of [tenants().a, tenants().b]) await host.start(host.registry.require(slug));
  }

  /** What came of it there and back. */
  async function detours() {
    const { attempts } = await host.probe();
    const { a, b } = tenants();
    const of = (source: TenantRecord) => {
      const found = attempts.find((each) => each.probe === "port.detour" && each.source === source.slug);
      return { outcome: found?.outcome, seen: found?.seen, control: found?.control.outcome };
    };
    return { there: of(a), back: of(b) };
  }

  const closed = { outcome: "refused", control: "reached", seen: expect.stringMatching(/^None of the \d+/) };

  test("nothing leads from one to the other, and each reaches itself in the same way", async () => {
    await start(basicHardening);
    expect(await detours()).toEqual({ there: closed, back: closed });
  });

  test("a relay on another port leads to a Gateway from the host's network", async () => {
    await start(basicHardening);
    const { address, close } = await relay(tenants().b.basePort, { host: "127.0.0.1", port: 0 });
    undo.push(close);
    const port = typeof address === "object" ? address?.port : null;
    const { there, back } = await detours();
    expect(there).toMatchObject({ outcome: "reached", control: "reached" });
    expect(there.seen).toMatch(new RegExp(`answered at 127\\.0\\.0\\.1:${port}, process ${process.pid} `));
    expect(back).toEqual(closed);
  });

  test.each([
    ["a network of its own", fullHardening],
    ["the host's network", basicHardening],
  ])("a socket file in its tree leads to the other's Gateway from %s", async (_, hardening) => {
    await start(hardening);
    const file = path.join(tenants().a.layout.workspace, "relay.sock");
    const { close } = await relay(tenants().b.basePort, { path: file });
    undo.push(close);
    await chmod(file, 0o666);
    const { there, back } = await detours();
    expect(there).toMatchObject({ outcome: "reached", control: "reached" });
    expect(there.seen).toContain(`the socket ${file}`);
    expect(back).toEqual(closed);
  });

  test.each([
    ["leads to a Gateway from the host's network", basicHardening, { outcome: "reached" }],
    ["is out of reach from another network", fullHardening, { outcome: "refused", control: "reached" }],
  ])("an abstract socket %s", async (_, hardening, expected) => {
    await start(hardening);
    const name = `bulkhead-test-${process.pid}`;
    const { close } = await relay(tenants().b.basePort, { path: `\0${name}` });
    undo.push(close);
    const { there } = await detours();
    expect(there).toMatchObject(expected);
    expect(there.seen?.includes(`@${name}, process ${process.pid} `)).toBe(expected.outcome === "reached");
  });

  test("a web server over the tree of one that is stopped leads to its files", async () => {
    await harden(basicHardening);
    const { b } = tenants();
    const { node } = runtimePaths(host.context.paths, b.runtimeVersion);
    const script = `const fs=require("fs");require("http").createServer((q,r)=>fs.readFile(${JSON.stringify(b.layout.tree)}+q.url,(e,d)=>{r.statusCode=e?404:200;r.end(d)})).listen(0,"127.0.0.1",()=>console.log("ready"))`;
    const identity = [`--reuid=${b.uid}`, `--regid=${b.gid}`, "--clear-groups", "--"];
    const child = spawn("/usr/bin/setpriv", [...identity, node, "-e", script], {
      cwd: "/",
      stdio: ["ignore", "pipe", "inherit"],
    });
    const exited = once(child, "exit");
    undo.push(async () => {
      child.kill("SIGKILL");
      await exited;
    });
    await once(child.stdout, "data");
    const { there, back } = await detours();
    expect(there).toMatchObject({ outcome: "reached", control: "reached" });
    expect(there.seen).toMatch(new RegExp(`Read its canary at 127.* process ${child.pid} \\(node\\)`));
    expect(back).toEqual(closed);
  });
});
