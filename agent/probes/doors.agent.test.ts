import { execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { chmod, readFile, writeFile } from "node:fs/promises";
import { connect } from "node:net";
import path from "node:path";
import { createSecureContext, createServer as createTlsServer } from "node:tls";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { writeConfigStore } from "#agent/config-file/config-store.ts";
import { detectHostHardening } from "#agent/hardening/detect-host-hardening.ts";
import { runtimePaths } from "#agent/runtime-store/runtime-paths.ts";
import type { TenantRecord } from "#agent/tenant/tenant-record.ts";
import { basicHardening, fullHardening, type HardeningChoice } from "#lib/domain/hardening/setting.ts";
import { datagramRelay } from "./self-test/datagram-relay.ts";
import { relay } from "./self-test/relay-leaks.ts";
import { type Passed, reverseProxy } from "./self-test/reverse-proxy.ts";
import { setHardening } from "./self-test/set-hardening.ts";
import { createProbeHost, isRoot, type ProbeHost } from "./testing/probe-host.ts";

const openssl = "/usr/bin/openssl";
const hasFirewall = (await detectHostHardening(isRoot)).loopbackFirewall.isAvailable;

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
    const pid = await serveAs(
      b,
      `require("http").createServer((q,r)=>fs.readFile(tree+q.url,(e,d)=>{r.statusCode=e?404:200;r.end(d)})).listen(0,"127.0.0.1",ready)`,
    );
    const { there, back } = await detours();
    expect(there).toMatchObject({ outcome: "reached", control: "reached" });
    expect(there.seen).toMatch(new RegExp(`Read its canary at 127.* process ${pid} \\(node\\)`));
    expect(back).toEqual(closed);
  });

  /** How a server of datagrams understands a question, and answers with a file. */
  const datagramServer = (fileOf: string, answerOf: string) =>
    `const s=require("dgram").createSocket("udp4");s.on("message",(m,f)=>{try{const d=fs.readFileSync(tree+"/"+(${fileOf}));s.send(${answerOf},f.port,f.address)}catch{}}).bind(0,"127.0.0.1",ready)`;

  test.each([
    ["a bare path", datagramServer("m.toString()", "d")],
    ["HTTP", datagramServer('m.toString().split(" ")[1]', '"HTTP/1.1 200 OK\\r\\n\\r\\n"+d')],
    [
      "TFTP",
      datagramServer(
        'm[1]===1&&m.toString().split("\\0")[1].slice(1)',
        "Buffer.concat([Buffer.from([0,3,0,1]),d])",
      ),
    ],
    [
      "TFTP from another port",
      `const d=require("dgram"),s=d.createSocket("udp4");s.on("message",(m,f)=>{if(m[0]!==0||m[1]!==1)return;try{const b=fs.readFileSync(tree+"/"+m.subarray(2,m.indexOf(0,2)));const o=d.createSocket("udp4");o.send(Buffer.concat([Buffer.from([0,3,0,1]),b]),f.port,f.address,()=>o.close())}catch{}}).bind(0,"127.0.0.1",ready)`,
    ],
  ])("a server of datagrams leads to the files of one that is stopped by %s", async (_, script) => {
    await harden(basicHardening);
    const pid = await serveAs(tenants().b, script);
    const { there, back } = await detours();
    expect(there).toMatchObject({ outcome: "reached", control: "reached" });
    expect(there.seen).toMatch(new RegExp(`Read its canary at 127.*UDP, process ${pid} \\(node\\)`));
    expect(back).toEqual(closed);
  });

  test("a relay of datagrams leads to a Gateway", async () => {
    await start(basicHardening);
    const { port, close } = await datagramRelay(tenants().b.basePort);
    undo.push(close);
    const { there, back } = await detours();
    expect(there).toMatchObject({ outcome: "reached", control: "reached" });
    expect(there.seen).toContain(`127.0.0.1:${port}, UDP, process ${process.pid} `);
    expect(back).toEqual(closed);
  });

  test("what takes datagrams and answers none leads nowhere", async () => {
    await harden(basicHardening);
    await serveAs(tenants().b, `require("dgram").createSocket("udp4").bind(0,"127.0.0.1",ready)`);
    const { there, back } = await detours();
    expect({ there, back }).toEqual({ there: closed, back: closed });
    expect(there.seen).toContain("silence counts as no");
  });

  /** @returns the process that serves, as that tenant's user and outside of its boundary */
  async function serveAs({ layout, runtimeVersion, uid, gid }: TenantRecord, body: string): Promise<number> {
    const { node } = runtimePaths(host.context.paths, runtimeVersion);
    const given = `const fs=require("fs"),tree=${JSON.stringify(layout.tree)},ready=()=>console.log("ready");`;
    const identity = [`--reuid=${uid}`, `--regid=${gid}`, "--clear-groups", "--"];
    const child = spawn("/usr/bin/setpriv", [...identity, node, "-e", `${given}${body}`], {
      cwd: "/",
      stdio: ["ignore", "pipe", "inherit"],
    });
    const exited = once(child, "exit");
    undo.push(async () => {
      child.kill("SIGKILL");
      await exited;
    });
    await once(child.stdout, "data");
    return child.pid ?? 0;
  }

  type Asked = { readonly path: string; readonly host: string };
  const atHealth = (port: number): Passed => ({ port, path: "/healthz" });
  const ofTenant = ({ slug, basePort }: TenantRecord, { path }: Asked): Passed =>
    path.startsWith(`/${slug}/`) ? { port: basePort, path: path.slice(slug.length + 1) } : null;

  test.each<[string, (asked: Asked, target: TenantRecord, source: TenantRecord) => Passed]>([
    ["by path, which it takes off", (asked, target) => ofTenant(target, asked)],
    [
      "by path, which it keeps",
      (asked, target) => ofTenant(target, asked) && { port: target.basePort, path: asked.path },
    ],
    ["by the name of a host", ({ host }, b) => (host === b.slug ? atHealth(b.basePort) : null)],
    [
      "by a host's name under localhost",
      ({ host }, b) => (host === `${b.slug}.localhost` ? atHealth(b.basePort) : null),
    ],
    [
      "by the public name in its configuration",
      ({ host }, b) => (host === "b.example.com" ? atHealth(b.basePort) : null),
    ],
    [
      "by all but the one path at which it tells of itself",
      ({ path }, b) => (path === "/healthz" ? null : { port: b.basePort, path }),
    ],
  ])("a reverse proxy leads to a Gateway %s", async (_, passOn) => {
    const { a, b } = tenants();
    await announce(b, "https://b.example.com");
    await start(basicHardening);
    const { port, close } = await reverseProxy((asked) => passOn(asked, b, a));
    undo.push(close);
    const { there, back } = await detours();
    expect(there).toMatchObject({ outcome: "reached", control: "reached" });
    expect(there.seen).toContain(`127.0.0.1:${port}, process ${process.pid} `);
    expect(back).toEqual(closed);
  });

  test("a reverse proxy in front of two leads from each to the other, to one by path and to one for all else", async () => {
    await start(basicHardening);
    const { a, b } = tenants();
    const { close } = await reverseProxy(
      (asked) => ofTenant(b, asked) ?? { port: a.basePort, path: asked.path },
    );
    undo.push(close);
    expect(await detours()).toMatchObject({ there: { outcome: "reached" }, back: { outcome: "reached" } });
  });

  test("a reverse proxy in front of oneself alone leads to nobody else", async () => {
    await start(basicHardening);
    const { a } = tenants();
    const { close } = await reverseProxy((asked) => ofTenant(a, asked) ?? atHealth(a.basePort));
    undo.push(close);
    const { there, back } = await detours();
    expect(there).toEqual(closed);
    expect(back).toMatchObject({ outcome: "reached" });
  });

  test("a reverse proxy is found among many other servers of HTTP", async () => {
    await start(basicHardening);
    const { a, b } = tenants();
    const body = `for (let at = 0; at < 15; at++) require("http").createServer((_, answer) => answer.end("Nothing of interest.")).listen(0, "127.0.0.1", at === 14 ? ready : undefined)`;
    await serveAs({ ...a, uid: 0, gid: 0 }, body);
    const { close } = await reverseProxy(({ path }) =>
      path === "/healthz" ? null : { port: b.basePort, path },
    );
    undo.push(close);
    const { there, back } = await detours();
    expect(there).toMatchObject({ outcome: "reached", control: "reached" });
    expect(back).toEqual(closed);
  });

  test("what answered as a Gateway and ended before it could be traced leads nowhere", async () => {
    await start(basicHardening);
    const { a } = tenants();
    // It ends as soon as three connections stand open at it, as they do when it is traced.
    const body = `let open = 0;
      require("http").createServer((_, answer) => answer.setHeader("content-type", "application/json").end('{"ok":true,"status":"live"}'))
        .on("connection", (s) => { if (++open > 2) process.exit(); s.on("close", () => open--); })
        .listen(0, "127.0.0.1", ready)`;
    await serveAs({ ...a, uid: 0, gid: 0 }, body);
    expect(await detours()).toEqual({ there: closed, back: closed });
  });

  test.skipIf(!existsSync(openssl))(
    "a proxy that speaks TLS to those alone who name the host leads to a Gateway",
    async () => {
      await start(basicHardening);
      const { b } = tenants();
      const { close } = await tlsProxy(`${b.slug}.localhost`, b.basePort);
      undo.push(close);
      const { there, back } = await detours();
      expect(there).toMatchObject({ outcome: "reached", control: "reached" });
      expect(back).toEqual(closed);
    },
  );

  describe.skipIf(!hasFirewall)("rules of the host's (needs nftables)", () => {
    test.each<[string, (port: number) => string]>([
      ["loopback", (port) => `tcp dport 9 redirect to :${port}`],
      ["an address", (port) => `ip daddr 192.0.2.7 tcp dport 9 dnat to 127.0.0.1:${port}`],
      ["an address whose port stays", (port) => `ip daddr 192.0.2.7 tcp dport ${port} dnat to 127.0.0.1`],
      ["a map of ports", (port) => `meta l4proto tcp redirect to :tcp dport map { 9 : ${port}, 10 : 11 }`],
    ])("a port that nobody listens at leads to a Gateway by %s", async (_, rule) => {
      await start(basicHardening);
      forward(rule(tenants().b.basePort));
      const { there, back } = await detours();
      expect(there).toMatchObject({ outcome: "reached", control: "reached" });
      expect(there.seen).toContain("which a rule of the host's firewall leads elsewhere");
      expect(back).toEqual(closed);
    });

    test("a rule leads nobody out of a network of its own", async () => {
      await start(fullHardening);
      forward(`ip daddr 192.0.2.7 tcp dport 9 dnat to 127.0.0.1:${tenants().b.basePort}`);
      expect(await detours()).toEqual({ there: closed, back: closed });
    });

    function forward(rule: string): void {
      const table = `bulkhead_test_${process.pid}`;
      const nft = (text: string) =>
        execFileSync(host.context.hardening.loopbackFirewall.program, ["-f", "-"], { input: text });
      undo.push(async () => nft(`delete table ip ${table}\n`));
      nft(`table ip ${table} {\nchain out {\ntype nat hook output priority -100;\n${rule}\n}\n}\n`);
    }
  });

  /** Puts a public name into a tenant's configuration, as one that the agent accepted. */
  async function announce({ slug, layout }: TenantRecord, origin: string): Promise<void> {
    const config = JSON.parse(await readFile(layout.configFile, "utf8"));
    config.gateway.controlUi = { ...config.gateway.controlUi, allowedOrigins: [origin] };
    const content = JSON.stringify(config);
    await writeFile(layout.configFile, content);
    await writeConfigStore(host.context, slug, { content, adopted: [] });
  }
});

/** Passes on what comes for one name of a host, and knows no other. */
async function tlsProxy(name: string, to: number): Promise<{ close: () => Promise<void> }> {
  const pem = execFileSync(
    openssl,
    [..."req -x509 -newkey rsa:2048 -nodes -days 1 -keyout - -out - -subj".split(" "), `/CN=${name}`],
    { stdio: ["ignore", "pipe", "ignore"] },
  );
  const context = createSecureContext({ key: pem, cert: pem });
  const server = createTlsServer(
    { SNICallback: (asked, done) => (asked === name ? done(null, context) : done(new Error("Unknown."))) },
    (near) => {
      const far = connect(to, "127.0.0.1");
      near.on("error", () => far.destroy()).on("close", () => far.destroy());
      far.on("error", () => near.destroy()).on("close", () => near.destroy());
      near.pipe(far).pipe(near);
    },
  );
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return {
    async close() {
      server.close();
    },
  };
}
