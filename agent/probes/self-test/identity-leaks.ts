import { access, chmod, chown, mkdir, rm, rmdir, writeFile } from "node:fs/promises";
import { createServer } from "node:net";
import path from "node:path";
import { powerfulGroups } from "#agent/host/login-paths.ts";
import { readAccounts } from "#agent/host/read-accounts.ts";
import { runCommand } from "#agent/system/run-command.ts";
import { type Leak, NotPlantable } from "./leak.ts";

const tools = { PATH: "/usr/sbin:/usr/bin:/sbin:/bin", LC_ALL: "C" };

/** Rights that the host gives to the source's OS user. */
export const identityLeaks = {
  "member-of-group": {
    title: "A user is in the other tenant's group",
    stage: "bare",
    plant: ({ source, target }) => joinGroup(source.userName, target.userName),
  },
  "powerful-group": {
    title: "A user is in a group that opens the host",
    stage: "bare",
    async plant({ source }) {
      const { groups } = await readAccounts();
      const group = groups.find(({ name, gid }) => gid !== 0 && name in powerfulGroups);
      if (group === undefined) throw new NotPlantable("This host has no such group.");
      return joinGroup(source.userName, group.name);
    },
  },
  "sudo-rule": {
    title: "A rule in sudoers names a user",
    stage: "bare",
    unavailable: async () => ((await exists("/etc/sudoers")) ? null : "This host has no sudo."),
    async plant({ source, target }) {
      const file = "/etc/sudoers.d/bulkhead-self-test";
      await writeFile(file, `${source.userName} ALL=(${target.userName}) NOPASSWD: /bin/true\n`, {
        mode: 0o440,
      });
      return () => rm(file, { force: true });
    },
  },
  lingering: {
    title: "A user's services may run on their own",
    stage: "bare",
    async plant({ source }) {
      const directory = "/var/lib/systemd/linger";
      const file = path.join(directory, source.userName);
      const isMade = (await mkdir(directory, { recursive: true })) !== undefined;
      await writeFile(file, "");
      return async () => {
        await rm(file, { force: true });
        if (isMade) await rmdir(directory).catch(() => undefined);
      };
    },
  },
  "container-socket": {
    title: "A container engine's socket takes connections of a tenant",
    stage: "bare",
    unavailable: async () => ((await exists("/run/crio")) ? "This host has that container engine." : null),
    async plant({ source }) {
      const directory = "/run/crio";
      const file = path.join(directory, "crio.sock");
      await mkdir(directory);
      await chmod(directory, 0o755);
      const server = createServer((socket) => socket.end());
      await new Promise<void>((resolve, reject) => {
        server.once("error", reject);
        server.listen(file, resolve);
      });
      await chmod(file, 0o600);
      await chown(file, source.uid, source.gid);
      return async () => {
        await new Promise((done) => server.close(done));
        await rm(directory, { recursive: true, force: true });
      };
    },
  },
} as const satisfies Readonly<Record<string, Leak>>;

async function joinGroup(user: string, group: string): Promise<() => Promise<void>> {
  await run("gpasswd", ["--add", user, group]);
  return () => run("gpasswd", ["--delete", user, group]);
}

async function run(file: string, args: readonly string[]): Promise<void> {
  const { exitCode, stderr } = await runCommand({ file, args, cwd: "/", env: tools }, { timeoutMs: 30_000 });
  if (exitCode !== 0) throw new Error(`${file} failed: ${stderr.trim().slice(0, 300)}`);
}

function exists(file: string): Promise<boolean> {
  return access(file).then(
    () => true,
    () => false,
  );
}
