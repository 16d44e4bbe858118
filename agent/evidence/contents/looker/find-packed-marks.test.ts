import { generateKeyPairSync } from "node:crypto";
import { expect, test } from "vitest";
import { findPackedMarks } from "./find-packed-marks.ts";

const pem = generateKeyPairSync("ed25519").privateKey.export({ type: "pkcs8", format: "pem" }).toString();
const text = Buffer.from(`before\n${pem}`);

const marks = (file: string, name: string, size = text.length) =>
  findPackedMarks(text, { file, entries: [{ name, at: 0, size }] }).map(({ kind, isOfPackage }) => ({
    kind,
    isOfPackage,
  }));

test.each([
  ["/t/backups/a.tgz", "!/home/.ssh/id_ed25519"],
  ["/t/workspace/id_ed25519.gz", ""],
  ["/t/workspace/a.zip", "!/old.tgz!/deploy/package/key"],
])("takes a key for a tenant's own in %s%s", (file, name) => {
  expect(marks(file, name)).toEqual([{ kind: "private-key", isOfPackage: false }]);
});

test.each([
  ["/t/cache/_cacache/content-v2/aa", "!/package/test/key.pem"],
  ["/t/a.zip", "!/tls.tgz!/package/test/key.pem"],
  ["/t/a.tar", "!/app/venv/lib/python3/site-packages/tls/key.pem"],
  ["/t/x.whl", "!/tls/tests/key.pem"],
  ["/t/x.deb", "!/data.tar.xz!/usr/share/doc/key.pem"],
])("can't tell one from a package's in %s%s", (file, name) => {
  expect(marks(file, name)).toEqual([{ kind: "private-key", isOfPackage: true }]);
});

test("can't tell where one comes from that stands in nothing with a name", () => {
  expect(marks("/t/a.tgz", "!/a", 6)).toEqual([{ kind: "private-key", isOfPackage: true }]);
  expect(findPackedMarks(text, null)).toMatchObject([{ isOfPackage: true }]);
});

test("takes one for a tenant's own that stands in a package as well", () => {
  const entries = ["!/node_modules/a/key.pem", "!/home/key.pem"].map((name) => ({
    ...{ name, at: 0, size: text.length },
  }));
  expect(findPackedMarks(text, { file: "/t/a.tgz", entries })).toMatchObject([{ isOfPackage: false }]);
});
