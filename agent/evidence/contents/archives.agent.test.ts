import { randomBytes } from "node:crypto";
import { chmod, chown, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import { crc32, deflateRawSync, gzipSync, zstdCompressSync } from "node:zlib";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import type { TestHost, TestTenant } from "#agent/evidence/testing/build-host.ts";
import { buildPair } from "#agent/evidence/testing/build-pair.ts";
import { gzipBomb } from "#agent/evidence/testing/hostile-files.ts";
import { findSharing } from "#lib/domain/checklist/sharing.ts";

const isRoot = process.getuid?.() === 0;

/** A zip archive of one entry. */
function zip(name: string, content: Buffer, isPacked: boolean): Buffer {
  const body = isPacked ? deflateRawSync(content) : content;
  const common = Buffer.alloc(26);
  common.writeUInt16LE(20, 0);
  common.writeUInt16LE(isPacked ? 8 : 0, 4);
  common.writeUInt32LE(crc32(content), 10);
  common.writeUInt32LE(body.length, 14);
  common.writeUInt32LE(content.length, 18);
  common.writeUInt16LE(name.length, 22);
  const local = Buffer.concat([Buffer.from("PK\x03\x04", "latin1"), common, Buffer.from(name), body]);
  const rest = Buffer.alloc(14);
  const entry = Buffer.concat([Buffer.from("PK\x01\x02\x14\0", "latin1"), common, rest, Buffer.from(name)]);
  const end = Buffer.alloc(22);
  end.write("PK\x05\x06", "latin1");
  end.writeUInt16LE(1, 8);
  end.writeUInt16LE(1, 10);
  end.writeUInt32LE(entry.length, 12);
  end.writeUInt32LE(local.length, 16);
  return Buffer.concat([local, entry, end]);
}

describe.skipIf(!isRoot)("copies of secrets in archives (needs root)", () => {
  let host: TestHost;
  let acme: TestTenant;
  let beta: TestTenant;
  const token = randomBytes(24).toString("base64url");
  const placed: string[] = [];
  beforeAll(async () => {
    [host, acme, beta] = await buildPair("acme", "beta");
    await host.writeSecrets(acme, { gateway: { token } });
  });
  afterAll(() => host.remove());
  afterEach(async () => {
    for (const file of placed.splice(0)) await rm(file, { force: true });
  });

  async function place(file: string, content: Buffer, owner: TestTenant | null, mode = 0o600) {
    placed.push(file);
    await writeFile(file, content);
    await chmod(file, mode);
    if (owner !== null) await chown(file, owner.record.uid, owner.record.gid);
  }
  async function look() {
    const { tenants } = await host.evidence();
    const text = JSON.stringify(tenants);
    expect(text).not.toContain(token);
    const sharing = findSharing(tenants);
    const items = (tenant: TestTenant) => (sharing.get(tenant.record.slug) ?? []).map(({ item }) => item);
    return { acme: items(acme), beta: items(beta), text };
  }
  const text = Buffer.from(`${"a line of a log\n".repeat(500)}token: ${token}\n`);
  const forms: [what: string, name: string, content: Buffer][] = [
    ["gzip", "x.tar.gz", gzipSync(text)],
    ["gzip under another name", "notes.md", gzipSync(text)],
    ["zip", "x.zip", zip("a/secrets.json", text, true)],
    ["zip that packs nothing", "x.zip", zip("a/secrets.json", text, false)],
    ["zip under another name", "x.docx", zip("a", Buffer.from(Buffer.from(token).toString("base64")), true)],
    ["zstd", "x.tar.zst", zstdCompressSync(text)],
  ];

  test.each(forms)("are found in another tenant's %s", async (_, name, content) => {
    const file = path.join(beta.layout.workspace, name);
    await place(file, content, beta);
    for (const again of [false, true]) {
      const seen = await look();
      expect([seen.acme, seen.beta, again]).toEqual([["gateway-token"], ["gateway-token"], again]);
      expect(seen.text).toContain(file);
    }
  });

  test("are the tenant's own in its own backups", async () => {
    await place(path.join(acme.layout.backups, "x.tar.gz"), gzipSync(text), acme);
    expect(await look()).toMatchObject({ acme: [], beta: [] });
  });

  test("fail their owner where everybody may read the archive", async () => {
    await place(path.join(host.shared, "x.tgz"), gzipSync(text), null, 0o644);
    const { defects } = await host.observe(acme, "gateway-token");
    expect(defects.map(({ id }) => id)).toEqual(["gateway-token.copy-open"]);
    expect((await host.observe(beta, "gateway-token")).defects).toEqual([]);
  });

  test("are looked for before what was packed to fill the disk, and what was not unpacked is said", async () => {
    const bomb = Buffer.concat([gzipSync(text), gzipBomb(200)]);
    await place(path.join(beta.layout.workspace, "bomb.gz"), bomb, beta);
    await place(
      path.join(beta.layout.workspace, "cut.gz"),
      gzipSync(randomBytes(5000)).subarray(0, 2000),
      beta,
    );
    const seen = await look();
    expect(seen.beta).toEqual(["gateway-token"]);
    expect(seen.text).toContain("bomb.gz could not be unpacked whole");
    expect(seen.text).toContain("cut.gz could not be unpacked whole");
  });
});
