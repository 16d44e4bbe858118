import { execFileSync } from "node:child_process";
import { chmod, chown, copyFile, lstat, mkdir, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from "vitest";
import { mountWithIds } from "#agent/system/mount-with-ids.ts";
import type { Item } from "#lib/domain/checklist/item.ts";
import type { TestHost, TestTenant } from "./testing/build-host.ts";
import { buildPair } from "./testing/build-pair.ts";

const isRoot = process.getuid?.() === 0;
const run = (file: string, ...args: string[]) => execFileSync(file, args, { stdio: "pipe" });

describe.skipIf(!isRoot)("what the kernel lets one tenant's user do (needs root)", () => {
  let host: TestHost;
  let acme: TestTenant;
  let mallory: TestTenant;
  beforeAll(async () => {
    [host, acme, mallory] = await buildPair("acme", "mallory");
  });
  afterAll(() => host.remove());

  type Found = { readonly id: string; readonly message: string };

  /** The defects of both, each before its tenant's name. */
  async function found(): Promise<{ acme: Found[]; mallory: Found[] }> {
    const { tenants } = await host.evidence();
    const of = ({ record }: TestTenant) =>
      tenants
        .filter(({ slug }) => slug === record.slug)
        .flatMap(({ items }) => items.flatMap(({ defects }) => defects));
    return { acme: of(acme), mallory: of(mallory) };
  }

  /** Changes something until the test is over. */
  async function opened(place: string, mode: number, owner?: { uid: number; gid: number }): Promise<void> {
    const before = await lstat(place);
    await chmod(place, mode);
    if (owner) await chown(place, owner.uid, owner.gid);
    onTestFinished(async () => {
      await chown(place, before.uid, before.gid);
      await chmod(place, before.mode & 0o7777);
    });
  }

  function listed(place: string, entry: string): void {
    run("setfacl", "-m", entry, place);
    onTestFinished(() => void run("setfacl", "-b", place));
  }

  const entryFor = (tenant: TestTenant, rights: string) => `u:${tenant.record.uid}:${rights}`;

  test("separate tenants have no defect, and what was asked is measured", async () => {
    for (const tenant of [acme, mallory])
      expect(await host.observe(tenant, "host-access")).toMatchObject({ isMeasured: true, reason: null });
    expect(await found()).toEqual({ acme: [], mallory: [] });
  });

  test.each<[Item, (tenant: TestTenant) => string]>([
    ["state-directory", ({ layout }) => layout.config],
    ["workspace", ({ layout }) => layout.workspace],
    ["logs", ({ layout }) => layout.output],
  ])("an access list that opens what belongs to %s is named, with the place", async (item, placeOf) => {
    listed(acme.layout.tree, entryFor(mallory, "x"));
    listed(placeOf(acme), entryFor(mallory, "rx"));
    const all = await found();
    expect(all.mallory).toEqual([]);
    const [open] = all.acme.filter(({ id }) => id === `${item}.open-to-neighbour`);
    expect(open?.message).toContain(`can list ${placeOf(acme)}`);
    expect(open?.message).toContain("access list");
  });

  test("a file that can be named and not listed is tried all the same", async () => {
    const file = path.join(acme.layout.backups, "2026.tar");
    await writeFile(file, "x", { mode: 0o604 });
    onTestFinished(() => rm(file));
    for (const place of [acme.layout.tree, acme.layout.backups]) listed(place, entryFor(mallory, "x"));
    const all = await found();
    expect(all.acme.map(({ message }) => message).join()).toContain(`can read ${file}`);
  });

  test("everybody's way through the root of a tree alone opens nothing", async () => {
    await opened(acme.layout.tree, 0o711);
    expect(await found()).toEqual({ acme: [], mallory: [] });
  });

  test.each(["0777", "an access list"])(
    "the directory of all trees, open by %s, lets a tree be replaced",
    async (by) => {
      if (by === "0777") await opened(host.context.paths.tenants, 0o777);
      else listed(host.context.paths.tenants, entryFor(mallory, "rwx"));
      const all = await found();
      expect(all.acme.map(({ message }) => message).join()).toContain(
        `rename or replace ${acme.layout.tree}`,
      );
      const [open] = all.mallory.filter(({ id }) => id === "host-access.host-open");
      expect(open?.message).toContain(`can change ${host.context.paths.tenants}`);
      expect(open?.message).toContain(by === "0777" ? "mode 0777" : "access list");
    },
  );

  test("the agent's token, open by an access list, is named", async () => {
    const { agent, agentToken } = host.context.paths;
    await writeFile(agentToken, "secret", { mode: 0o600 });
    onTestFinished(() => rm(agentToken));
    listed(agent, entryFor(mallory, "x"));
    listed(agentToken, entryFor(mallory, "r"));
    const all = await found();
    expect(all.acme).toEqual([]);
    expect(all.mallory).toEqual([
      expect.objectContaining({
        id: "host-access.host-open",
        message: expect.stringContaining(`can read ${agentToken}`),
      }),
    ]);
  });

  test("a file of the host's that an access list lets be changed is named", async () => {
    const file = "/etc/bulkhead-test.conf";
    await writeFile(file, "x");
    onTestFinished(() => rm(file));
    listed(file, entryFor(mallory, "rw"));
    const all = await found();
    expect(all.acme).toEqual([]);
    expect(all.mallory.map(({ id, message }) => [id, message.includes(file)])).toEqual([
      ["host-access.program-writable", true],
    ]);
  });

  /** A directory that mallory's group alone may enter, with a copy of true in it. */
  async function programOf(mode: number, owner: { uid: number; gid: number }): Promise<string> {
    const directory = path.join(host.context.paths.home, "tools");
    const place = path.join(directory, "copy");
    await mkdir(directory);
    onTestFinished(() => rm(directory, { recursive: true }));
    await copyFile("/bin/true", place);
    await chown(place, owner.uid, owner.gid);
    await chmod(place, mode);
    await chown(directory, 0, mallory.record.gid);
    await chmod(directory, 0o750);
    return place;
  }

  test.each<[string, () => Promise<string>, string]>([
    ["setuid root", () => programOf(0o4755, { uid: 0, gid: 0 }), "runs as root"],
    ["setuid of the other tenant's", () => programOf(0o4755, acme.record), `runs as bh-acme`],
    [
      "setgid of the other tenant's",
      () => programOf(0o2755, { uid: 0, gid: acme.record.gid }),
      "in group bh-acme",
    ],
    [
      "a capability",
      async () => {
        const place = await programOf(0o755, { uid: 0, gid: 0 });
        run("setcap", "cap_dac_read_search+ep", place);
        return place;
      },
      "cap_dac_read_search",
    ],
  ])(
    "a program with %s is named for the tenant who can get there, and for no other",
    async (_, plant, what) => {
      const place = await plant();
      const all = await found();
      expect(all.acme).toEqual([]);
      expect(all.mallory).toEqual([
        { ...all.mallory[0], id: "host-access.privileged-program", message: expect.stringContaining(place) },
      ]);
      expect(all.mallory[0]?.message).toContain(what);
    },
  );

  test("a setuid program in a tenant's own tree and a disk there are named", async () => {
    const copy = path.join(mallory.layout.workspace, "copy");
    const disk = path.join(mallory.layout.workspace, "disk");
    await copyFile("/bin/true", copy);
    run("mknod", "-m", "666", disk, "b", "7", "200");
    for (const place of [copy, disk]) onTestFinished(() => rm(place));
    await chmod(copy, 0o4755);
    const all = await found();
    expect(all.acme).toEqual([]);
    const messages = all.mallory.map(({ message }) => message).join();
    expect(messages).toContain(`can run ${copy}`);
    expect(messages).toContain(disk);
  });

  test("a disk's device that a tenant may open is named", async () => {
    const disk = "/dev/bulkhead-test-disk";
    run("mknod", "-m", "600", disk, "b", "7", "201");
    onTestFinished(() => rm(disk));
    await chown(disk, mallory.record.uid, 0);
    const all = await found();
    expect(all.acme).toEqual([]);
    expect(new Set(all.mallory.map(({ id }) => id))).toEqual(new Set(["host-access.disk-open"]));
    expect(all.mallory[0]?.message).toContain(disk);
  });

  test("a list that a directory hands on to new files is named where it is", async () => {
    run("setfacl", "-d", "-m", entryFor(mallory, "rx"), acme.layout.logs);
    onTestFinished(() => void run("setfacl", "-k", acme.layout.logs));
    const all = await found();
    expect(all.mallory).toEqual([]);
    expect(all.acme.map(({ id, message }) => [id, message.includes(acme.layout.logs)])).toEqual([
      ["logs.open-to-neighbour", true],
    ]);
  });

  test("a program that everybody runs is named when a tenant can change it, or owns it", async () => {
    const { program } = host.context.paths;
    const [entry, dist, node] = ["openclaw.mjs", "dist", "node"].map((name) => path.join(program, name));
    await mkdir(dist ?? "", { recursive: true });
    onTestFinished(() => rm(program, { recursive: true }));
    for (const place of [entry, node]) await writeFile(place ?? "", "x");
    await chmod(entry ?? "", 0o666);
    await chmod(dist ?? "", 0o777);
    await chown(node ?? "", mallory.record.uid, mallory.record.gid);
    const all = await found();
    const of = (found: Found[]) => found.filter(({ id }) => id === "host-access.program-writable");
    expect(of(all.mallory)).toHaveLength(3);
    expect(of(all.acme)).toHaveLength(2);
    expect(all.mallory.map(({ message }) => message).join()).toContain(`${node} belongs to it`);
  });

  test("its own configuration, open to itself by an access list, is named", async () => {
    listed(acme.layout.configFile, entryFor(acme, "rw"));
    const all = await found();
    expect(all.acme.map(({ id }) => id)).toContain("state-directory.config-writable");
  });

  test("a tree that is mounted into another's, with its ids moved, is named where it lies there", async () => {
    const place = path.join(mallory.layout.workspace, "notes");
    await mkdir(place);
    await chown(place, mallory.record.uid, mallory.record.gid);
    const moved = { id: acme.record.uid, shownAs: mallory.record.uid };
    expect(await mountWithIds(acme.layout.tree, place, [moved])).toBeNull();
    onTestFinished(() => void run("umount", place));
    const all = await found();
    const messages = all.acme.map(({ message }) => message).join();
    expect(messages).toContain(`can list ${place}/workspace`);
    expect(messages).toContain("mounted there once more");
  });
});
