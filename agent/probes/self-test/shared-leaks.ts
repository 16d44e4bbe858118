import { lstat, readdir, rm, rmdir, stat } from "node:fs/promises";
import path from "node:path";
import { ensureTemporaryDirectories } from "#agent/boundary/temporary-directories.ts";
import { type Leak, NotPlantable, type Pair } from "./leak.ts";
import { runInside } from "./run-inside.ts";

const namePrefix = "bulkhead-self-test-";

/** Holes in places that all users of the host have in common. */
export const sharedLeaks = {
  "left-file-tmp": leftFile("/tmp"),
  "left-file-var-tmp": leftFile("/var/tmp"),
  "left-file-dev-shm": leftFile("/dev/shm"),
  "socket-file": {
    title: "A socket in /tmp takes connections of everybody",
    stage: "bare",
    plant: (pair) =>
      leave(
        pair,
        "/tmp",
        `require("net").createServer(s=>s.end()).listen(file,()=>{fs.chmodSync(file,0o777);console.log("ready")})`,
      ),
  },
  "compile-cache": {
    title: "Code is loaded from a compile cache in which everybody may write",
    stage: "bare",
    plant: (pair) =>
      leave(
        pair,
        "/tmp",
        `fs.mkdirSync(file,{recursive:true});fs.chmodSync(file,0o777);console.log("ready")`,
        {
          NODE_COMPILE_CACHE: `/tmp/${namePrefix}${pair.target.uid}`,
          NODE_DISABLE_COMPILE_CACHE: "",
        },
      ),
  },
  "temporary-name": {
    title: "A name in /tmp that the Gateway needs is free to be taken",
    stage: "bare",
    async plant(pair) {
      await requireShared(pair, "/tmp");
      const { target } = pair;
      await rmdir(`/tmp/openclaw-state-locks-${target.uid}`).catch(() => {
        throw new NotPlantable("OpenClaw keeps something under that name.");
      });
      return async () => void (await ensureTemporaryDirectories(target));
    },
  },
} as const satisfies Readonly<Record<string, Leak>>;

function leftFile(directory: string): Leak {
  return {
    title: `A file in ${directory} can be read by everybody`,
    stage: "bare",
    plant: (pair) =>
      leave(
        pair,
        directory,
        `fs.writeFileSync(file,"left behind");fs.chmodSync(file,0o644);console.log("ready")`,
      ),
  };
}

/** Lets the target make something in a shared place, which goes with the process that made it. */
async function leave(
  pair: Pair,
  directory: string,
  make: string,
  env: Readonly<Record<string, string>> = {},
): Promise<() => Promise<void>> {
  await requireShared(pair, directory);
  const { context, target } = pair;
  const file = path.join(directory, `${namePrefix}${target.uid}`);
  const { end } = await runInside(context, target, `const fs=require("fs"),file="${file}";${make}`, { env });
  return async () => {
    await end();
    await removeLeft(directory, target.uid);
  };
}

/** A boundary with a /tmp of its own leaves no place for the hole. */
async function requireShared({ context, target }: Pair, directory: string): Promise<void> {
  const script = `const s=require("fs").statSync("${directory}");console.log(s.dev+":"+s.ino+" ready")`;
  const { end, said } = await runInside(context, target, script).catch(() => {
    throw new NotPlantable(`The tenant has no ${directory}.`);
  });
  await end();
  const { dev, ino } = await stat(directory);
  if (!said.startsWith(`${dev}:${ino} `)) throw new NotPlantable(`The tenant's ${directory} is its own.`);
}

async function removeLeft(directory: string, uid: number): Promise<void> {
  for (const name of await readdir(directory)) {
    const entry = path.join(directory, name);
    if (!name.startsWith(namePrefix) || (await lstat(entry).catch(() => null))?.uid !== uid) continue;
    await rm(entry, { recursive: true, force: true });
  }
}
