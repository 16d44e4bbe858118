import { execFile } from "node:child_process";
import { chown, link, lstat, mkdir, mkdtemp, readFile, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { promisify } from "node:util";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { installationPaths } from "#lib/domain/host/installation-paths.ts";
import { prepareDirectories } from "#lib/launcher/files/prepare-directories.ts";
import { readOwnedFile } from "#lib/launcher/files/read-owned-file.ts";
import { ensureAuthSecret, renewAgentToken } from "#lib/launcher/files/secret-files.ts";
import { adoptFiles } from "#lib/launcher/prepare/adopt-files.ts";
import { ensureServiceUsers, serviceUserNames } from "./service-users.ts";

const run = promisify(execFile);
const isRoot = process.getuid?.() === 0;
let directory: string;
beforeEach(async () => {
  directory = await mkdtemp(path.join(tmpdir(), "bulkhead-users-"));
});
afterEach(() => rm(directory, { recursive: true, force: true }));

async function makeHome(name: string): Promise<string> {
  const home = path.join(directory, name);
  await mkdir(home);
  return home;
}

const ownerOf = async (file: string) => (await lstat(file)).uid;

describe.skipIf(!isRoot)("the users of web and database (needs root)", () => {
  it("are two of each installation alone, and the same again at its next start", async () => {
    const homes = [await makeHome("one"), await makeHome("two")];
    try {
      const users = await Promise.all(homes.map(serviceUserNames));
      const [one, two] = [await ensureServiceUsers(homes[0] ?? ""), await ensureServiceUsers(homes[1] ?? "")];
      expect(new Set([one.web.uid, one.database.uid, two.web.uid, two.database.uid]).size).toBe(4);
      expect(await ensureServiceUsers(homes[0] ?? "")).toEqual(one);
      const accounts = await readFile("/etc/passwd", "utf8");
      for (const name of users.flatMap(({ web, database }) => [web, database])) {
        expect(accounts).toMatch(new RegExp(`^${name}:.*:/nonexistent:/usr/sbin/nologin$`, "m"));
      }
    } finally {
      for (const home of homes) {
        const names = Object.values(await serviceUserNames(home));
        for (const name of names) await run("userdel", [name]).catch(() => {});
      }
    }
  });
});

describe.skipIf(!isRoot)("an installation of before, when one user had both (needs root)", () => {
  const former = 65_533;
  const users = { web: { uid: 65_531, gid: 65_531 }, database: { uid: 65_532, gid: 65_532 } };

  it("gives each its files, and nothing that the former user pointed at", async () => {
    const paths = installationPaths(await makeHome("old"));
    const foreign = path.join(directory, "of-root");
    await writeFile(foreign, "root's", { mode: 0o600 });
    await mkdir(path.join(paths.postgres, "data"), { recursive: true });
    await mkdir(paths.web);
    const file = path.join(paths.postgres, "data", "PG_VERSION");
    const secret = path.join(paths.web, "auth-secret");
    await writeFile(file, "18\n");
    await writeFile(secret, "s".repeat(43), { mode: 0o600 });
    await symlink(foreign, path.join(paths.postgres, "link"));
    await link(foreign, path.join(paths.postgres, "hard-link"));
    for (const one of [file, secret, path.dirname(file), paths.postgres, paths.web])
      await chown(one, former, former);

    await adoptFiles(paths, users);
    await prepareDirectories(paths, users).catch(() => {});
    await ensureAuthSecret(paths, users.web);
    await renewAgentToken(paths, users.web);
    for (const one of [file, path.dirname(file), paths.postgres])
      expect(await ownerOf(one)).toBe(users.database.uid);
    expect(await ownerOf(secret)).toBe(users.web.uid);
    expect(await readFile(secret, "utf8")).toBe("s".repeat(43));
    expect(await lstat(paths.web)).toMatchObject({ uid: 0, gid: users.web.gid });
    expect(await lstat(paths.webAgentToken)).toMatchObject({ uid: users.web.uid, mode: 0o100600 });
    expect(await ownerOf(foreign)).toBe(0);
    await adoptFiles(paths, users);
    expect(await ownerOf(file)).toBe(users.database.uid);
  });
});

describe("readOwnedFile", () => {
  const owners = [process.getuid?.() ?? 0];

  it("reads its owner's plain file, and tells that there is none", async () => {
    const file = path.join(directory, "file");
    expect(await readOwnedFile(file, owners)).toBeNull();
    await writeFile(file, "text");
    expect(await readOwnedFile(file, owners)).toBe("text");
    await expect(readOwnedFile(file, [4_000_000])).rejects.toThrow("isn't the plain file of its owner");
  });

  it("follows no link, takes no other name of a file and waits for nobody", async () => {
    const file = path.join(directory, "file");
    await writeFile(file, "text");
    await symlink(file, path.join(directory, "link"));
    await expect(readOwnedFile(path.join(directory, "link"), owners)).rejects.toThrow("ELOOP");
    await link(file, path.join(directory, "other"));
    await expect(readOwnedFile(file, owners)).rejects.toThrow("plain file");
    await run("mkfifo", [path.join(directory, "pipe")]);
    await expect(readOwnedFile(path.join(directory, "pipe"), owners)).rejects.toThrow("plain file");
    await expect(readOwnedFile(directory, owners)).rejects.toThrow("plain file");
  });
});
