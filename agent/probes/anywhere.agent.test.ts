import { execFileSync } from "node:child_process";
import { chmod, chown, link, mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { TenantRecord } from "#agent/tenant/tenant-record.ts";
import { fullHardening } from "#lib/domain/hardening/setting.ts";
import { setHardening } from "./self-test/set-hardening.ts";
import { createProbeHost, isRoot, type ProbeHost } from "./testing/probe-host.ts";

let host: ProbeHost;
let a: TenantRecord;
let b: TenantRecord;
const undo: (() => unknown)[] = [];
beforeEach(async () => {
  host = await createProbeHost();
  [a, b] = [await host.addTenant(), await host.addTenant()];
});
afterEach(async () => {
  for (const each of undo.splice(0).reverse()) await each();
  await host.dispose();
});

/** What the sweep finds from A to B and back. */
async function sweep() {
  const { attempts } = await host.probe();
  const of = (source: TenantRecord, target: TenantRecord) =>
    attempts.find(
      (each) => each.probe === "files.anywhere" && each.source === source.slug && each.target === target.slug,
    );
  return { there: of(a, b), back: of(b, a) };
}

function bind(from: string, to: string): void {
  execFileSync("mount", ["--bind", from, to]);
  undo.push(() => execFileSync("umount", [to]));
}

const proven = { outcome: "refused", control: { by: "target", outcome: "reached" } };

describe.runIf(isRoot)("a tenant's data under another path", () => {
  test("is not found where there is none, and the other tenant finds its own", async () => {
    expect(await sweep()).toMatchObject({ there: proven, back: proven });
  });

  test("is found in a directory of the host where it was mounted, whatever the walls of its tree", async () => {
    const place = await mkdtemp("/srv/bulkhead-test-");
    undo.push(() => rm(place, { recursive: true, force: true }));
    await chmod(place, 0o755);
    await mkdir(path.join(place, "inner"));
    await chmod(host.layout(b.slug).workspace, 0o755);
    bind(host.layout(b.slug).workspace, path.join(place, "inner"));
    const { there, back } = await sweep();
    expect(there).toMatchObject({ outcome: "reached", seen: expect.stringContaining("canary") });
    expect(back).toMatchObject(proven);
  });

  test("is found when one file alone is mounted over a file of the other's", async () => {
    const secret = path.join(host.layout(b.slug).home, "deep", "deeper", "notes.txt");
    await mkdir(path.dirname(secret), { recursive: true });
    await writeFile(secret, "for nobody else", { mode: 0o644 });
    const place = path.join(host.layout(a.slug).home, "notes.txt");
    await writeFile(place, "");
    await chown(place, a.uid, a.gid);
    bind(secret, place);
    const { there, back } = await sweep();
    expect(there).toMatchObject({
      outcome: "reached",
      seen: `Opened ${place}, which is the other tenant's.`,
    });
    expect(back).toMatchObject(proven);
  });

  test("is found through a file system that gives it other inodes", async () => {
    const layer = await mkdtemp("/opt/bulkhead-test-layer-");
    undo.push(() => rm(layer, { recursive: true, force: true }));
    await chmod(host.layout(b.slug).workspace, 0o755);
    const place = path.join(host.layout(a.slug).workspace, "shared");
    for (const each of [path.join(layer, "empty"), place]) await mkdir(each);
    const layers = `lowerdir=${host.layout(b.slug).workspace}:${path.join(layer, "empty")}`;
    execFileSync("mount", ["-t", "overlay", "overlay", "-o", layers, place]);
    undo.push(() => execFileSync("umount", [place]));
    expect((await sweep()).there?.outcome).toBe("reached");
  });

  test("is found below a mounted tree that may be passed and not listed", async () => {
    const place = path.join(host.layout(a.slug).workspace, "notes");
    await mkdir(place);
    await chmod(host.layout(b.slug).workspace, 0o755);
    await chmod(host.layout(b.slug).tree, 0o711);
    bind(host.layout(b.slug).tree, place);
    const { there } = await sweep();
    expect(there).toMatchObject({ outcome: "reached", seen: expect.stringContaining(`${place}/`) });
  });

  test("is not called reachable where it is seen and closed", async () => {
    const place = path.join(host.layout(a.slug).workspace, "closed");
    await mkdir(place);
    bind(host.layout(b.slug).secrets, place);
    expect((await sweep()).there).toMatchObject({
      outcome: "refused",
      seen: expect.stringContaining("none"),
    });
  });

  test("is found by a hard link inside a private view", async () => {
    for (const { slug } of [a, b]) await setHardening(host.context, host.registry, slug, fullHardening);
    const file = path.join(host.layout(b.slug).logs, "gateway.log");
    await writeFile(file, "a line", { mode: 0o644 });
    await link(file, path.join(host.layout(a.slug).home, ".cache.log"));
    const { there, back } = await sweep();
    expect(there).toMatchObject({ outcome: "reached", seen: expect.stringContaining(".cache.log") });
    // It is root's, so nobody can tell whose of the two it is.
    expect(back?.outcome).toBe("reached");
    expect(back?.seen).toContain("one file with a name in the other tenant's tree");
  });

  test("is found by a hard link from the tenant that reached out alone, when the other's user owns the file", async () => {
    const file = path.join(host.layout(b.slug).workspace, "notes.md");
    await writeFile(file, "for nobody else", { mode: 0o644 });
    await chown(file, b.uid, b.gid);
    await link(file, path.join(host.layout(a.slug).workspace, "copy.md"));
    const { there, back } = await sweep();
    expect(there).toMatchObject({ outcome: "reached", seen: expect.stringContaining("copy.md") });
    expect(back).toMatchObject(proven);
  });
});
