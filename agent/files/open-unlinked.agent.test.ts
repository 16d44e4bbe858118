import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdir, mkdtemp, realpath, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { inspectPlace } from "./inspect-place.ts";
import { readInside } from "./open-inside.ts";

const isRoot = globalThis.process.getuid?.() === 0;
let root: string;
let viewed: string;
let process: string;
let end = async () => {};

/** A process that sees other files under the names of this tree: it mounted over them where only it is. */
beforeAll(async () => {
  root = await realpath(await mkdtemp(path.join(tmpdir(), "bulkhead-view-")));
  await mkdir(path.join(root, "state"));
  await writeFile(path.join(root, "state", "file"), "the host's");
  if (!isRoot) return;
  const script = `mount -t tmpfs none ${root}/state && echo planted > ${root}/state/file && cd ${root}/state && exec 7<${root}/state && echo ready && exec sleep 600`;
  const child = spawn("unshare", ["--mount", "sh", "-c", script], { stdio: ["ignore", "pipe", "inherit"] });
  await once(child.stdout, "data");
  process = `/proc/${child.pid}`;
  viewed = `${process}/root`;
  end = async () => {
    child.kill("SIGKILL");
    await once(child, "exit");
  };
});
afterAll(async () => {
  await end();
  await rm(root, { recursive: true, force: true });
});

describe.skipIf(!isRoot)("a link into the view of another process (needs root: it makes such a view)", () => {
  it.each([
    ["to a directory", "state", "/file"],
    ["to the root of the view", "", "/state/file"],
  ])("%s shows nothing of that view", async (_, to, rest) => {
    const link = path.join(root, `link-${to === "" ? "root" : to}`);
    await symlink(path.join(viewed, root, to), link);
    expect(await readInside(root, `${link}${rest}`)).toMatchObject({ status: "ok", value: "the host's" });
    const [linked, itself] = await Promise.all([
      inspectPlace(`${link}${rest}`, root),
      inspectPlace(path.join(root, "state", "file"), root),
    ]);
    expect(linked).toMatchObject({ inode: itself.inode, real: itself.real, isLinked: true });
  });
});

it.skipIf(!isRoot).each(["cwd", "fd/7"])(
  "a link to a process's %s shows nothing of its view (needs root)",
  async (name) => {
    const link = path.join(root, `link-${name.replace("/", "-")}`);
    await symlink(path.join(process, name), link);
    const read = await readInside(root, `${link}/file`);
    expect(JSON.stringify(read)).not.toContain("planted");
    const [linked, itself] = await Promise.all([
      inspectPlace(`${link}/file`, root).catch(() => null),
      inspectPlace(path.join(root, "state", "file"), root),
    ]);
    expect([null, itself.inode]).toContain(linked?.inode ?? null);
  },
);

it("a link on the way that stays inside is followed as text, one that leads out is refused", async () => {
  await symlink("state", path.join(root, "near"));
  await symlink("/etc", path.join(root, "far"));
  expect(await readInside(root, path.join(root, "near", "file"))).toMatchObject({ value: "the host's" });
  expect(await readInside(root, path.join(root, "far", "passwd"))).toMatchObject({ status: "refused" });
  expect(await readInside(root, path.join(root, "near"))).toMatchObject({ status: "refused" });
});
