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

  const packedIn: [what: string, item: string, make: () => Promise<[name: string, content: Buffer][]>][] = [
    ["an SSH key", "workspace", async () => [["home/.ssh/id_ed25519", Buffer.from(key())]]],
    ["a device's identity", "workspace", async () => [["identity/device.json", Buffer.from(device(key()))]]],
    [
      "OpenClaw's own database",
      "workspace",
      async () => [["state/openclaw.sqlite", await deviceStore(key())]],
    ],
    [
      "WhatsApp's credentials",
      "channel-credentials",
      async () => {
        const one = Buffer.from(creds(sign()));
        const later = Buffer.from(String(one).replace(`"counter":1`, `"counter":2`));
        return [
          ["whatsapp/default/creds.json", one],
          ["whatsapp/default/creds.json", later],
        ];
      },
    ],
    [
      "a browser's cookies",
      "browser-profile",
      async () => {
        const many = Array.from({ length: 100 }, () => randomBytes(40).toString("hex"));
        return [["user-data/Default/Cookies", await cookies(many, acme)]];
      },
    ],
  ];
  test.each(packedIn)(
    "is found in %s that is packed with both and unpacked with neither",
    async (_, item, make) => {
      const [first, second = first] = await make();
      if (first === undefined || second === undefined) throw new Error("There is nothing to pack.");
      await put(acme, "backups/a.tar.gz", gzipSync(tarOf([first])));
      expect(await shared()).toEqual([]);
      await put(beta, "workspace/b.zip", zipOf([["old/c.tar.gz", gzipSync(tarOf([second]))]]));
      expect(await shared()).toEqual([`${item} fingerprint`]);
      expect(JSON.stringify(await host.evidence())).toContain("in workspace/b.zip, packed");
    },
  );

  test("is found in a copy of OpenClaw's own database, wherever it lies", async () => {
    const store = await deviceStore(key());
    await put(acme, "workspace/old/openclaw.sqlite", store);
    await put(beta, "workspace/notes.db", store);
    expect(await shared()).toEqual(["workspace fingerprint"]);
  });

  test("is nothing where both have a package that brings a key", async () => {
    const wheel = Buffer.from(key());
    const tarball = gzipSync(tarOf([["package/test/key.pem", Buffer.from(key())]]));
    for (const tenant of [acme, beta]) {
      await put(tenant, "cache/npm/_cacache/content-v2/sha512/aa/bb", tarball);
      await put(tenant, "backups/a.zip", zipOf([["node_modules/tls.tgz", tarball]]));
      await put(tenant, "workspace/x.whl", zipOf([["tls/tests/key.pem", wheel]]));
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
  /** As OpenClaw makes it. */
  async function deviceStore(privateKey: string): Promise<Buffer> {
    const file = path.join(host.shared, "made.sqlite");
    {
      using database = new DatabaseSync(file);
      database.exec(`CREATE TABLE device_identities (
        identity_key TEXT NOT NULL PRIMARY KEY, device_id TEXT NOT NULL, public_key_pem TEXT NOT NULL,
        private_key_pem TEXT NOT NULL, created_at_ms INTEGER NOT NULL, updated_at_ms INTEGER NOT NULL) STRICT`);
      const insert = "INSERT INTO device_identities VALUES ('primary', ?, 'public', ?, 1, 1)";
      database.prepare(insert).run(randomBytes(32).toString("hex"), privateKey);
    }
    const content = await readFile(file);
    await rm(file);
    return content;
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
