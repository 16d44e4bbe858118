import { spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { once } from "node:events";
import { chmod, chown, mkdir, rm, symlink, truncate, writeFile } from "node:fs/promises";
import path from "node:path";
import { DatabaseSync } from "node:sqlite";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import type { TestHost, TestTenant } from "#agent/evidence/testing/build-host.ts";
import { buildPair } from "#agent/evidence/testing/build-pair.ts";
import { identifyProcess } from "#agent/fixtures/identify-process.ts";
import type { Item } from "#lib/domain/checklist/item.ts";
import { findSharing } from "#lib/domain/checklist/sharing.ts";
import { hostEvidenceSchema } from "#lib/host-agent/contract/evidence.ts";

const isRoot = process.getuid?.() === 0;
const secret = () => randomBytes(24).toString("base64url");
const base64 = (text: string) => Buffer.from(text).toString("base64");

describe.skipIf(!isRoot)("copies of secrets, by their value (needs root)", () => {
  let host: TestHost;
  let acme: TestTenant;
  let beta: TestTenant;
  const token = secret();
  const botToken = `4711:${secret()}`;
  const apiKey = `sk-${secret()}`;
  const placed: string[] = [];
  beforeAll(async () => {
    [host, acme, beta] = await buildPair("acme", "beta");
    await host.writeSecrets(acme, {
      gateway: { token },
      channels: { telegram: { default: { botToken } } },
      models: { openai: apiKey },
    });
    await host.writeSecrets(beta, { gateway: { token: secret() } });
  });
  afterAll(() => host.remove());
  afterEach(async () => {
    for (const place of placed.splice(0)) await rm(place, { recursive: true, force: true });
  });

  async function place(file: string, content: string | Buffer, owner: TestTenant | null, mode = 0o600) {
    placed.push(file);
    await mkdir(path.dirname(file), { recursive: true });
    await writeFile(file, content);
    await chmod(file, mode);
    if (owner !== null) await chown(file, owner.record.uid, owner.record.gid);
  }

  /** What is red, as "tenant item", and the evidence that says so. */
  async function look() {
    const evidence = hostEvidenceSchema.parse(await host.evidence());
    const sharing = findSharing(evidence.tenants);
    const red = evidence.tenants.flatMap(({ slug, items }) => {
      const name = slug.split("-")[0];
      const shared = (sharing.get(slug) ?? []).map(({ item }) => item);
      const broken = items.filter(({ defects }) => defects.length > 0).map(({ item }) => item);
      return [...new Set([...shared, ...broken])].map((item) => `${name} ${item}`);
    });
    const text = JSON.stringify(evidence);
    for (const value of [token, botToken, apiKey]) {
      for (const form of [value, base64(value), encodeURIComponent(value), base64(`x${value}`).slice(4, -4)])
        expect(text).not.toContain(form);
    }
    return { red: red.sort(), text, sharing, evidence };
  }
  const both = (item: Item) => [`acme ${item}`, `beta ${item}`];

  test("a pair without any has nothing red and everything measured", async () => {
    const { red, evidence } = await look();
    expect(red).toEqual([]);
    for (const { items } of evidence.tenants)
      expect(items.filter(({ isMeasured }) => !isMeasured).map(({ item }) => item)).toEqual(["port"]);
  });

  const inTree: [what: string, file: () => string, content: () => string | Buffer, item: Item][] = [
    [
      "memory",
      () => `${beta.layout.workspace}/MEMORY.md`,
      () => `# Peer\n\nacme's is ${token}.\n`,
      "gateway-token",
    ],
    [
      "a dotenv file under another name",
      () => `${beta.layout.workspace}/.env`,
      () => `PEER=${token}`,
      "gateway-token",
    ],
    [
      "a shell's history",
      () => `${beta.layout.home}/.bash_history`,
      () => `curl -H "Authorization: Bearer ${token}" x`,
      "gateway-token",
    ],
    [
      "base64",
      () => `${beta.layout.state}/notes/deep/er.txt`,
      () => base64(`user:${botToken}`),
      "channel-credentials",
    ],
    [
      "percent signs",
      () => `${beta.layout.logs}/a.log`,
      () => `GET /?t=${encodeURIComponent(botToken)}`,
      "channel-credentials",
    ],
    [
      "binary bytes",
      () => `${beta.layout.cache}/x.bin`,
      () => Buffer.concat([randomBytes(9000), Buffer.from(apiKey), randomBytes(50)]),
      "model-credentials",
    ],
    [
      "an unpacked archive",
      () => `${beta.layout.backups}/x.tar`,
      () => Buffer.concat([Buffer.alloc(1024), Buffer.from(apiKey), Buffer.alloc(512)]),
      "model-credentials",
    ],
    [
      "its own secrets",
      () => `${beta.layout.secrets}/peer.json`,
      () => JSON.stringify({ a: { peer: ` ${apiKey} ` } }),
      "model-credentials",
    ],
  ];
  test.each(inTree)("finds one in another tenant's tree: %s", async (_, file, content, item) => {
    await place(file(), content(), beta);
    const { red, sharing, evidence } = await look();
    expect(red).toEqual(both(item));
    const [said] = sharing.get(beta.record.slug) ?? [];
    expect(said?.label).toContain(file());
    expect(said?.label).toContain(acme.record.slug);
    expect(evidence.tenants.find(({ slug }) => slug === beta.record.slug)).toBeDefined();
    await rm(file());
    expect((await look()).red).toEqual([]);
  });

  test("finds one in a database, and in a variable of the configuration", async () => {
    const file = path.join(beta.layout.workspace, "notes.sqlite");
    {
      using database = new DatabaseSync(file);
      database.exec("CREATE TABLE note (text TEXT)");
      database.prepare("INSERT INTO note VALUES (?)").run(`it is ${token}`);
    }
    placed.push(file);
    await chown(file, beta.record.uid, beta.record.gid);
    await host.writeConfig(beta, { ...beta.config, env: { vars: { PEER: apiKey } } });
    expect((await look()).red).toEqual([...both("gateway-token"), ...both("model-credentials")].sort());
    await host.writeConfig(beta, beta.config);
  });

  test("names the line, and says how it is written", async () => {
    await place(`${beta.layout.workspace}/a.md`, `one\ntwo\n${base64(token)}\n`, beta);
    const { sharing } = await look();
    expect(sharing.get(beta.record.slug)?.[0]?.label).toBe(
      `copy of gateway.auth.token of ${acme.record.slug} in ${beta.layout.workspace}/a.md, line 3, in base64`,
    );
  });

  test("finds one that is written into a file of the same size at once", async () => {
    const file = `${beta.layout.workspace}/a.md`;
    await place(file, "x".repeat(token.length), beta);
    expect((await look()).red).toEqual([]);
    await writeFile(file, token);
    expect((await look()).red).toEqual(both("gateway-token"));
  });

  test("searches for a secret that is new in files that are as they were", async () => {
    const later = secret();
    await place(`${beta.layout.workspace}/a.md`, later, beta);
    expect((await look()).red).toEqual([]);
    await host.writeSecrets(acme, { gateway: { token }, models: { other: later } });
    expect((await look()).red).toEqual(both("model-credentials"));
    await host.writeSecrets(acme, {
      gateway: { token },
      channels: { telegram: { default: { botToken } } },
      models: { openai: apiKey },
    });
  });

  test("leaves a tenant its own copies", async () => {
    await place(`${acme.layout.workspace}/.env`, `TOKEN=${token}\nKEY=${base64(apiKey)}`, acme);
    expect((await look()).red).toEqual([]);
  });

  test.each([
    ["that everybody may read", null, 0o644, ["acme gateway-token"]],
    ["of the owner's, that everybody may read", "acme", 0o604, ["acme gateway-token"]],
    ["of the other tenant's", "beta", 0o600, both("gateway-token")],
    ["that root alone may read", null, 0o600, []],
    ["of the owner's own", "acme", 0o600, []],
  ])("judges a copy elsewhere %s", async (_, whose, mode, expected) => {
    const owner = whose === "acme" ? acme : whose === "beta" ? beta : null;
    const file = path.join(host.shared, "deep", "copy.txt");
    placed.push(path.dirname(file));
    await place(file, `Bearer ${token}`, owner, mode);
    const { red, text } = await look();
    expect(red).toEqual(expected);
    expect(text.includes(file)).toBe(expected.length > 0);
  });

  test("judges a copy elsewhere that the other tenant's group may read", async () => {
    const file = path.join(host.shared, "copy.txt");
    await place(file, base64(token), null, 0o640);
    await chown(file, 0, beta.record.gid);
    const { red, text } = await look();
    expect(red).toEqual(["acme gateway-token"]);
    expect(text).toContain(`the user of ${beta.record.slug}`);
  });

  test("lets nobody's modes count that lie behind a closed directory", async () => {
    const file = path.join(host.shared, "closed", "copy.txt");
    placed.push(path.dirname(file));
    await place(file, token, null, 0o644);
    await chmod(path.dirname(file), 0o700);
    expect((await look()).red).toEqual([]);
  });

  test("follows no link, opens no pipe, and reads both ends of a huge file", async () => {
    const link = `${beta.layout.workspace}/link`;
    placed.push(link);
    await symlink(acme.layout.secrets, link);
    expect((await look()).red).toEqual([]);
    const huge = `${beta.layout.workspace}/huge`;
    await place(huge, "", beta);
    await truncate(huge, 1024 ** 3);
    await writeFile(huge, `\n${token}`, { flag: "a" });
    const { red, text } = await look();
    expect(red).toEqual(both("gateway-token"));
    expect(text).toContain("the middle of 1 files larger than 16 MiB");
  });

  test.each([
    ["environment", [], { PEER: `Bearer ${token}` }],
    ["arguments", [`sleep ${base64(token)}`], {}],
  ])("finds one in the %s of another tenant's Gateway", async (where, args, env) => {
    const { uid, gid } = beta.record;
    const child = spawn("/bin/sh", ["-c", "sleep 60; true", ...args], {
      uid,
      gid,
      env: { ...env } as NodeJS.ProcessEnv,
    });
    await once(child, "spawn");
    Object.assign(beta.record, { process: identifyProcess(host.context, child.pid, uid) });
    const { sharing } = await look();
    Object.assign(beta.record, { process: null });
    child.kill("SIGKILL");
    const said = (sharing.get(beta.record.slug) ?? []).filter(({ item }) => item === "gateway-token");
    expect(said.map(({ label }) => label)).toEqual([
      `copy of gateway.auth.token of ${acme.record.slug} in the ${where} of pid ${child.pid}`,
    ]);
  });

  test("measures nothing of a tenant that hides a part of its tree, and says which", async () => {
    const name = Buffer.concat([Buffer.from(`${beta.layout.workspace}/`), Buffer.of(0xff, 0xfe)]);
    await writeFile(name, token);
    const { evidence } = await look();
    await rm(name);
    const reasons = evidence.tenants.map(
      ({ items }) => items.find(({ item }) => item === "gateway-token")?.reason ?? null,
    );
    expect(reasons).toEqual([null, expect.stringContaining("not valid UTF-8")]);
  });

  test("does not search for what is short or common, and says so", async () => {
    await host.writeSecrets(acme, { gateway: { token }, models: { a: "password", b: "abc123" } });
    await place(`${beta.layout.workspace}/a.md`, "the password is abc123", beta);
    const { red, text } = await look();
    expect(red).toEqual([]);
    expect(text).toContain("2 secrets, which are too short");
  });
});
