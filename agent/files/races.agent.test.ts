import { execFileSync } from "node:child_process";
import { chmod, lstat, mkdir, readdir, readFile, rename, symlink, writeFile } from "node:fs/promises";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { killUser } from "#agent/boundary/kill-user.ts";
import { removeTemporaryFiles } from "#agent/boundary/temporary-directories.ts";
import { capOutputLog, openOutputLog } from "#agent/runtime/output-log.ts";
import { ensureTenantSecrets } from "#agent/secrets-store/tenant-secrets.ts";
import { AgentFailure } from "#agent/steps/agent-error.ts";
import { discardTree, finishRemoval, listUnfinished } from "./discard-tree.ts";
import { ensureOwnedDirectory } from "./owned-directory.ts";
import { writeTenantFile } from "./tenant-file.ts";
import { type AttackedTree, createAttackedTree } from "./testing/attacked-tree.ts";

const isRoot = process.getuid?.() === 0;

/** Nothing but a refusal by name may come of an attack. */
async function orRefused(work: () => Promise<unknown>): Promise<"done" | "refused"> {
  try {
    await work();
    return "done";
  } catch (error) {
    if (error instanceof AgentFailure && error.detail.code === "PATH_FOREIGN") return "refused";
    throw error;
  }
}

describe.skipIf(!isRoot)("while the tenant swaps places for links to root's own (needs root)", () => {
  let attacked: AttackedTree;
  let before: string[];
  beforeEach(async () => {
    attacked = await createAttackedTree();
    before = await attacked.seenOutside();
  });
  afterEach(async () => {
    await killUser(attacked.owner.uid);
    await attacked.dispose();
  });

  /** As somebody left it who "just wanted it to work": the tenant can replace its directories. */
  const openTree = () => chmod(attacked.layout.tree, 0o777);
  const rounds = async (count: number, work: () => Promise<unknown>) => {
    const ends = [];
    for (let round = 0; round < count; round += 1) ends.push(await orRefused(work));
    return ends;
  };

  test("secrets are written in the tenant's own directory or not at all", async () => {
    await openTree();
    const { layout, owner } = attacked;
    const file = { layout, place: "secrets", name: "secrets.json", tenantUid: owner.uid } as const;
    const swapper = await attacked.swap(layout.secrets);
    const ends = await rounds(400, () => writeTenantFile(file, "{}", { mode: 0o600, ...owner }));
    await swapper.end();
    expect(ends.length).toBe(400);
    expect(await attacked.seenOutside()).toEqual(before);
  });

  test("a secrets file that becomes a link, and is made anew, is never written through", async () => {
    const { layout, owner } = attacked;
    await ensureTenantSecrets(layout, owner);
    const target = path.join(attacked.outside, "secrets.json");
    const swapper = await attacked.run(
      "for (;;) { unlink $ARGV[0]; symlink $ARGV[1], $ARGV[0]; rename $ARGV[0], $ARGV[2]; }",
      ...[layout.secretsFile, target, `${layout.secretsFile}.x`],
    );
    await rounds(200, () => ensureTenantSecrets(layout, owner));
    await swapper.end();
    expect(await attacked.seenOutside()).toEqual(before);
  });

  test("the log of what a Gateway prints is opened and shortened in the agent's own directory", async () => {
    await openTree();
    const { layout } = attacked;
    const swapper = await attacked.swap(layout.output);
    await rounds(300, async () => (await openOutputLog(layout, new Date())).close());
    await rounds(100, () => capOutputLog(layout, 10));
    await swapper.end();
    expect(await attacked.seenOutside()).toEqual(before);
  });

  test("a repair gives back the tenant's directory and nothing else", async () => {
    await openTree();
    const { layout, owner, paths } = attacked;
    const swapper = await attacked.swap(layout.logs);
    const inner = { below: paths.tenants, path: path.join(layout.logs), mode: 0o700, ...owner };
    await rounds(300, () => ensureOwnedDirectory(inner));
    await swapper.end();
    expect(await attacked.seenOutside()).toEqual(before);
  });

  test("a tree is deleted whole, however it is swapped, and nothing outside with it", async () => {
    const { layout, slug, paths } = attacked;
    for (let round = 0; round < 12; round += 1) {
      for (const each of ["a", "b", "c", "d"]) {
        const deep = path.join(layout.workspace, each);
        await attacked.own(deep);
        await attacked.own(path.join(deep, "deeper"));
        for (let file = 0; file < 20; file += 1) await writeFile(path.join(deep, "deeper", `${file}`), "");
      }
      const swappers = [
        await attacked.swap(path.join(layout.workspace, "a")),
        await attacked.swap(path.join(layout.workspace, "c", "deeper")),
      ];
      expect(await orRefused(() => discardTree({ paths, uid: 0 }, slug))).toBe("done");
      for (const swapper of swappers) await swapper.end();
      expect(await readdir(paths.tenants)).toEqual([]);
      await attacked.provision();
    }
    expect(await attacked.seenOutside()).toEqual(before);
  });

  test("what it left in /tmp is deleted, though somebody else swaps what lies in there", async () => {
    const { owner } = attacked;
    const left = owner.uid + 5000;
    for (let round = 0; round < 12; round += 1) {
      const place = `/tmp/bulkhead-left-${left}`;
      await ensureOwnedDirectory({ below: "/tmp", path: place, mode: 0o777, uid: left, gid: left });
      for (const name of ["a", "b", "c"]) await attacked.own(path.join(place, name));
      const swapper = await attacked.swap(path.join(place, "c"));
      expect(await removeTemporaryFiles(left)).toBe(1);
      await swapper.end();
    }
    expect(await attacked.seenOutside()).toEqual(before);
  });
});

describe.skipIf(!isRoot)("a tree that is removed (needs root)", () => {
  let attacked: AttackedTree;
  beforeEach(async () => {
    attacked = await createAttackedTree();
  });
  afterEach(() => attacked.dispose());
  const discard = () => discardTree({ paths: attacked.paths, uid: 0 }, attacked.slug);

  test("may be as deep and oddly named as it likes", async () => {
    const { workspace } = attacked.layout;
    const program =
      'chdir $ARGV[0]; for (1..1500) { mkdir "d" x 200; chdir "d" x 200; } open F, ">", "\\xff\\xfe\\n"; mkdir "\\xfe"; symlink "/", "\\xfd";';
    const { uid } = attacked.owner;
    execFileSync("setpriv", [
      `--reuid=${uid}`,
      `--regid=${uid}`,
      "--clear-groups",
      "perl",
      "-e",
      program,
      workspace,
    ]);
    expect(await discard()).toBe(true);
    expect(await readdir(attacked.paths.tenants)).toEqual([]);
  });

  test("is not touched while something is mounted in it, and the refusal says where", async (context) => {
    const place = path.join(attacked.layout.workspace, "mounted");
    await attacked.own(place);
    try {
      execFileSync("mount", ["--bind", attacked.outside, place]);
    } catch (error) {
      if (!/permission denied|not permitted/i.test(String(error))) throw error;
      context.skip("This host lets nobody mount.");
    }
    const before = await attacked.seenOutside();
    try {
      await expect(discard()).rejects.toThrow(`Something else is mounted at ${place}`);
      expect((await lstat(attacked.layout.secrets)).isDirectory()).toBe(true);
    } finally {
      execFileSync("umount", [place]);
    }
    expect(await attacked.seenOutside()).toEqual(before);
    expect(await discard()).toBe(true);
  });

  test("whose removal was cut off is finished by the next one, or by the agent's start", async () => {
    const { paths, slug, layout } = attacked;
    const bin = path.join(paths.tenants, `.removing-0123456789ab-${slug}`);
    await mkdir(bin, { mode: 0o700 });
    await rename(layout.tree, path.join(bin, "tree"));
    const context = { paths, uid: 0 };
    expect(await listUnfinished(context)).toEqual([slug]);
    expect(await finishRemoval(context, slug)).toBe(true);
    expect(await readdir(paths.tenants)).toEqual([]);
  });

  test("takes no file of root's along that the configuration links to", async () => {
    await symlink(attacked.outside, path.join(attacked.layout.config, "link"));
    const before = await attacked.seenOutside();
    expect(await discard()).toBe(true);
    expect(await attacked.seenOutside()).toEqual(before);
    expect(await readFile(path.join(attacked.outside, "deeper", "kept"), "utf8")).toContain("root's own");
  });
});
