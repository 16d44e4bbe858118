import { access, chmod, chown, constants, copyFile, lstat, mkdir, rm } from "node:fs/promises";
import path from "node:path";
import { runCommand } from "#agent/system/run-command.ts";
import { type Leak, NotPlantable, type Pair } from "./leak.ts";

const env = { PATH: "/usr/sbin:/usr/bin:/sbin:/bin", LC_ALL: "C" };

/** What mode bits don't say, or what stands above and beside a tenant's tree. */
export const accessLeaks = {
  "access-list": {
    title: "An access list lets the other tenant's user into the workspace",
    stage: "bare",
    unavailable: () => missing("setfacl"),
    async plant({ source, targetLayout: { tree, workspace } }) {
      const user = `u:${source.uid}`;
      await run("setfacl", "-m", `${user}:x`, tree);
      await run("setfacl", "-m", `${user}:rx`, workspace);
      return async () => {
        for (const place of [tree, workspace]) await run("setfacl", "-b", place);
      };
    },
  },
  "handed-on-list": {
    title: "Whatever is made among the logs is opened to the other tenant's user",
    stage: "bare",
    unavailable: () => missing("setfacl"),
    async plant({ source, targetLayout: { logs } }) {
      await run("setfacl", "-d", "-m", `u:${source.uid}:rx`, logs);
      return () => run("setfacl", "-k", logs);
    },
  },
  "own-config-writable": {
    title: "A tenant may change its own configuration by an access list",
    stage: "bare",
    unavailable: () => missing("setfacl"),
    async plant({ target, targetLayout: { configFile } }) {
      await run("setfacl", "-m", `u:${target.uid}:rw`, configFile);
      return () => run("setfacl", "-b", configFile);
    },
  },
  "program-of-another": {
    title: "A program that runs as the other tenant's user is within reach",
    stage: "bare",
    plant: (pair) => programFor(pair, (place) => giveTo(place, pair.target)),
  },
  "program-with-a-capability": {
    title: "A program that may read everything is within reach",
    stage: "bare",
    unavailable: () => missing("setcap"),
    plant: (pair) => programFor(pair, (place) => run("setcap", "cap_dac_read_search+ep", place)),
  },
  "directory-of-trees": {
    title: "Everybody may rename what lies in the directory of all trees",
    stage: "bare",
    plant: ({ context }) => openedTo(context.paths.tenants, 0o777),
  },
  "disk-device": {
    title: "A disk's device belongs to a tenant's user",
    stage: "bare",
    unavailable: () =>
      makeDevice(0).then(
        (remove) => remove().then(() => null),
        () => "Root may make no device on this host.",
      ),
    plant: ({ source }) => makeDevice(source.uid),
  },
  "program-writable": {
    title: "A tenant's user may change what root's services are set up by",
    stage: "bare",
    unavailable: () => missing("setfacl"),
    async plant({ source }) {
      const place = "/etc/cron.daily";
      await lstat(place).catch(() => {
        throw new NotPlantable(`This host has no ${place}.`);
      });
      await run("setfacl", "-m", `u:${source.uid}:rwx`, place);
      return () => run("setfacl", "-b", place);
    },
  },
} as const satisfies Readonly<Record<string, Leak>>;

/** A copy of a program that does nothing, with rights of its own, where the source alone may go. */
async function programFor(
  { context, source }: Pair,
  empower: (place: string) => Promise<void>,
): Promise<() => Promise<void>> {
  const directory = path.join(context.paths.home, "bulkhead-self-test");
  const place = path.join(directory, "program");
  await rm(directory, { recursive: true, force: true });
  await mkdir(directory, { mode: 0o700 });
  await copyFile("/bin/true", place);
  await chmod(place, 0o755);
  await empower(place);
  await chown(directory, 0, source.gid);
  await chmod(directory, 0o750);
  return () => rm(directory, { recursive: true, force: true });
}

async function giveTo(place: string, { uid, gid }: Pair["target"]): Promise<void> {
  await chown(place, uid, gid);
  await chmod(place, 0o4755);
}

/** One that stands for no disk: nothing has this number, and opening it fails behind its door. */
async function makeDevice(uid: number): Promise<() => Promise<void>> {
  const place = "/dev/bulkhead-self-test";
  await rm(place, { force: true });
  await run("mknod", "-m", "0600", place, "b", "240", "1048575");
  await chown(place, uid, 0);
  return () => rm(place, { force: true });
}

async function openedTo(place: string, mode: number): Promise<() => Promise<void>> {
  const before = (await lstat(place)).mode & 0o7777;
  await chmod(place, mode);
  return () => chmod(place, before);
}

async function missing(program: string): Promise<string | null> {
  for (const directory of env.PATH.split(":")) {
    const isThere = await access(path.join(directory, program), constants.X_OK).then(
      () => true,
      () => false,
    );
    if (isThere) return null;
  }
  return `This host has no ${program}.`;
}

async function run(file: string, ...args: readonly string[]): Promise<void> {
  const { exitCode, stderr } = await runCommand(
    { file, args: [...args], cwd: "/", env },
    { timeoutMs: 30_000 },
  );
  if (exitCode !== 0) throw new NotPlantable(`${file} failed: ${stderr.trim().slice(0, 300)}`);
}
