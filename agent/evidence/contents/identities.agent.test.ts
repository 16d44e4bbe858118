import { generateKeyPairSync, randomBytes } from "node:crypto";
import { chmod, chown, copyFile, mkdir, readFile, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import { DatabaseSync } from "node:sqlite";
import { gzipSync } from "node:zlib";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { TestHost, TestTenant } from "#agent/evidence/testing/build-host.ts";
import { buildPair } from "#agent/evidence/testing/build-pair.ts";
import { tarOf, zipOf } from "#agent/reader/testing/packed.ts";
import { findSharing } from "#lib/domain/checklist/sharing.ts";

const isRoot = process.getuid?.() === 0;

describe.skipIf(!isRoot)("one identity in two tenants' trees (needs root)", () => {
  let host: TestHost;
  let acme: TestTenant;
  let beta: TestTenant;
  beforeEach(async () => {
    [host, acme, beta] = await buildPair("acme", "beta");
  });
  afterEach(() => host.remove());

  /** "item kind" of everything that either shares with the other; both must say the same items. */
  async function shared(): Promise<string[]> {
    const { tenants } = await host.evidence();
    const sharing = findSharing(tenants);
    const [first, second] = [acme, beta].map(({ record }) =>
      [...new Set((sharing.get(record.slug) ?? []).map(({ item, kind }) => `${item} ${kind}`))].sort(),
    );
    expect(first).toEqual(second);
    return first ?? [];
  }

  async function put(tenant: TestTenant, below: string, content: string | Buffer): Promise<string> {
    const file = path.join(tenant.layout.tree, below);
    await mkdir(path.dirname(file), { recursive: true, mode: 0o700 });
    await writeFile(file, content);
    await chmod(file, 0o600);
    await chown(file, tenant.record.uid, tenant.record.gid);
    return file;
  }
  const key = () =>
    generateKeyPairSync("ed25519", {
      privateKeyEncoding: { type: "pkcs8", format: "pem" },
      publicKeyEncoding: { type: "spki", format: "pem" },
    }).privateKey;
  const device = (privateKeyPem: string) =>
    JSON.stringify({ version: 1, deviceId: randomBytes(32).toString("hex"), privateKeyPem });
  const sign = () => randomBytes(32).toString("base64");
  const creds = (data: string) =>
    JSON.stringify({ noiseKey: { private: { type: "Buffer", data }, public: { data: sign() } }, counter: 1 });

  test("is nothing where each has its own", async () => {
    for (const tenant of [acme, beta]) {
      await put(tenant, "home/.ssh/id_ed25519", key());
      await put(tenant, "home/.ssh/known_hosts", "example.org ssh-ed25519 AAAA");
      await put(tenant, "state/identity/device.json", device(key()));
      await put(tenant, "state/credentials/whatsapp/default/creds.json", creds(sign()));
      await put(tenant, "state/npm/node_modules/tls/test.pem", key());
      await put(tenant, "state/browser/office/user-data/Default/Cookies", await cookies([], tenant));
    }
    expect(await shared()).toEqual([]);
  });

  test("is found in an SSH key, wherever the other keeps it", async () => {
    const one = key();
    await put(acme, "home/.ssh/id_ed25519", one);
    await put(beta, "workspace/deploy/notes.json", JSON.stringify({ key: one }));
    expect(await shared()).toEqual(["workspace fingerprint"]);
    expect(JSON.stringify(await host.evidence())).not.toContain(one.split("\n")[1] ?? one);
  });

  test("is found in a device's identity, also where the rest of the file differs", async () => {
    const one = key();
    await put(acme, "state/identity/device.json", device(one));
    await put(beta, "state/identity/device.json", device(one));
    expect(await shared()).toContain("workspace fingerprint");
  });

  test("is found in WhatsApp's credentials, also where they went on by themselves", async () => {
    const one = sign();
    await put(acme, "state/credentials/whatsapp/default/creds.json", creds(one));
    await put(beta, "workspace/backup/wa.json", creds(one).replace(`"counter":1`, `"counter":2`));
    expect(await shared()).toEqual(["channel-credentials fingerprint"]);
  });

  test("is found in a browser's cookies, also where both went on by themselves", async () => {
    const many = Array.from({ length: 100 }, () => randomBytes(40).toString("hex"));
    const file = await put(acme, "state/browser/office/user-data/Default/Cookies", await cookies(many, acme));
    const other = await put(beta, "state/browser/x/user-data/Default/Cookies", "");
    await copyFile(file, other);
    {
      using database = new DatabaseSync(other);
      database.exec("INSERT INTO cookies VALUES ('later.example', 'sid', 'later')");
    }
    expect(await shared()).toEqual(["browser-profile fingerprint"]);
  });

  test("is found in a key that is packed with the other, and not in the owner's backup", async () => {
    const one = key();
    await put(acme, "home/.ssh/id_ed25519", one);
    const backup = gzipSync(tarOf([["state/identity/device.json", Buffer.from(device(one))]]));
    await put(acme, "backups/a.tar.gz", backup);
    expect(await shared()).toEqual([]);
    await put(beta, "workspace/b.zip", zipOf([["c.tar.gz", backup]]));
    expect(await shared()).toEqual(["workspace fingerprint"]);
    expect(JSON.stringify(await host.evidence())).toContain("private key in workspace/b.zip, packed");
  });

  test("is nothing where both have a package that brings a key", async () => {
    const tarball = gzipSync(tarOf([["package/test/key.pem", Buffer.from(key())]]));
    for (const tenant of [acme, beta]) {
      await put(tenant, "cache/npm/_cacache/content-v2/sha512/aa/bb", tarball);
      await put(tenant, "backups/a.zip", zipOf([["node_modules/tls.tgz", tarball]]));
    }
    expect(await shared()).toEqual([]);
  });

  test("fails its owner alone where everybody may read a copy elsewhere, packed or not", async () => {
    const one = key();
    await put(acme, "home/.ssh/id_ed25519", one);
    for (const [name, content] of [
      ["id", one],
      ["id.gz", gzipSync(one)],
    ] as const) {
      await rm(path.join(host.shared, "id"), { force: true });
      await writeFile(path.join(host.shared, name), content, { mode: 0o644 });
      expect(await shared()).toEqual([]);
      expect(await openCopies()).toEqual(["workspace.copy-open"]);
    }
    expect((await host.observe(beta, "workspace")).defects).toEqual([]);
  });

  async function openCopies(): Promise<string[]> {
    return (await host.observe(acme, "workspace")).defects.map(({ id }) => id);
  }
  async function cookies(values: readonly string[], tenant: TestTenant): Promise<Buffer> {
    const file = path.join(tenant.layout.tree, "made.sqlite");
    {
      using database = new DatabaseSync(file);
      database.exec(`CREATE TABLE IF NOT EXISTS cookies (host_key TEXT, name TEXT, value TEXT)`);
      for (const value of values)
        database.prepare("INSERT INTO cookies VALUES ('a.example', 'sid', ?)").run(value);
    }
    return readFile(file);
  }
});
