import { randomBytes } from "node:crypto";
import { chmod, chown, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import { brotliCompressSync, gzipSync, zstdCompressSync } from "node:zlib";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import type { TestHost, TestTenant } from "#agent/evidence/testing/build-host.ts";
import { buildPair } from "#agent/evidence/testing/build-pair.ts";
import { gzipBomb } from "#agent/evidence/testing/hostile-files.ts";
import { arOf, cpioOf, packedBy, rpmOf, tarOf, zipOf } from "#agent/reader/testing/packed.ts";
import { findSharing } from "#lib/domain/checklist/sharing.ts";

const isRoot = process.getuid?.() === 0;

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
    ["zip", "x.zip", zipOf([["a/secrets.json", text]])],
    ["zip that packs nothing", "x.zip", zipOf([["a/secrets.json", text]], "stored")],
    ["zip under another name", "x.docx", zipOf([["a", Buffer.from(Buffer.from(token).toString("base64"))]])],
    ["zstd", "x.tar.zst", zstdCompressSync(text)],
    ["xz", "x.tar.xz", packedBy("xz", text)],
    ["bzip2", "x.tbz2", packedBy("bzip2", text)],
    ["brotli", "x.json.br", brotliCompressSync(text)],
    ["cpio", "x.cpio", cpioOf([["a.gz", gzipSync(text)]])],
    ["package of Debian's", "x.deb", arOf([["data.tar.xz", packedBy("xz", tarOf([["etc/a", text]]))]])],
    ["package of Red Hat's", "x.rpm", rpmOf(zstdCompressSync(cpioOf([["etc/a", text]])))],
    ["zip in a tar", "x.tar", tarOf([["a.zip", zipOf([["a", text]])]])],
    [
      "xz in a packed tar in a zip",
      "x.zip",
      zipOf([["a.tgz", gzipSync(tarOf([["a", packedBy("xz", text)]]))]]),
    ],
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

  test("are not looked for in what nothing here opens, and that is said", async () => {
    const closed = Buffer.concat([Buffer.from("377abcaf271c0004", "hex"), randomBytes(500)]);
    await place(path.join(beta.layout.workspace, "x.7z"), closed, beta);
    const lockedAway = Buffer.concat([Buffer.from("Salted__"), randomBytes(500)]);
    await place(path.join(beta.layout.backups, "x.tar.enc"), lockedAway, beta);
    await place(path.join(beta.layout.workspace, "locked.zip"), zipOf([["a", text]], "locked"), beta);
    await place(path.join(beta.layout.workspace, "outer.tar"), tarOf([["x.7z", closed]]), beta);
    const seen = await look();
    expect(seen).toMatchObject({ acme: [], beta: [] });
    expect(seen.text).toContain("x.tar.enc is locked with openssl, and nobody here has the key");
    expect(seen.text).toContain("x.7z is packed with 7z, which nothing here opens");
    const rest = "could not be unpacked whole: something in it is locked, or packed in a way";
    expect(seen.text).toContain(`locked.zip ${rest}`);
    expect(seen.text).toContain(`outer.tar ${rest}`);
    expect((await host.observe(beta, "gateway-token")).isMeasured).toBe(true);
  });
});
