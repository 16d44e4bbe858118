import { chmod, mkdir, readFile, rmdir } from "node:fs/promises";
import path from "node:path";
import type { AgentContext } from "#agent/context/context.ts";
import { mountWithIds } from "#agent/system/mount-with-ids.ts";
import { runCommand } from "#agent/system/run-command.ts";
import { type Leak, NotPlantable } from "./leak.ts";

const tools = { PATH: "/usr/sbin:/usr/bin:/sbin:/bin", LC_ALL: "C" };
const name = "bulkhead-self-test";
/** Linux's CAP_SYS_ADMIN, without which nothing can be mounted. */
const mountCapability = 1n << 21n;

/** A tenant's tree or a part of it under another path, where no wall of its own stands. */
export const mountLeaks = {
  "mounted-elsewhere": {
    title: "A tenant's workspace is mounted into the other's tree as well",
    stage: "bare",
    unavailable: nothingMounted,
    async plant({ sourceLayout, targetLayout }) {
      await chmod(targetLayout.workspace, 0o755);
      const undo = await mountAt(path.join(sourceLayout.workspace, name), (place) =>
        mount("--bind", targetLayout.workspace, place),
      );
      return async () => {
        await undo();
        await chmod(targetLayout.workspace, 0o700);
      };
    },
  },
  // The root of a tree belongs to root and lets the tenant's group pass: here, the other's.
  "other-owners": {
    title:
      "A tenant's tree is mounted into the other's with its owners moved, so that it is the other's there",
    stage: "bare",
    unavailable: ownersStay,
    plant: ({ source, target, sourceLayout, targetLayout }) =>
      mountAt(path.join(sourceLayout.workspace, name), (place) =>
        mountWithIds(targetLayout.tree, place, [
          { id: target.uid, shownAs: source.uid },
          ...(target.gid === target.uid ? [] : [{ id: target.gid, shownAs: source.gid }]),
        ]),
      ),
  },
  "other-owners-on-host": {
    title: "The same in a directory of the host's, of a workspace that both may use there",
    stage: "bare",
    unavailable: ownersStay,
    plant: ({ context, source, target, targetLayout }) =>
      mountAt(path.join(context.paths.home, name), (place) =>
        mountWithIds(targetLayout.workspace, place, [{ id: target.uid, shownAs: source.uid }]),
      ),
  },
  // As a view of its own shows what is mounted below the tree that it is made of.
  "tree-in-view": {
    title: "A tenant's tree, which may be passed and not listed, is mounted into the other's view",
    stage: "one-network",
    unavailable: async ({ hardening: { privateView } }) =>
      (await nothingMounted()) ?? (privateView.isAvailable ? null : privateView.note),
    async plant({ sourceLayout, targetLayout }) {
      await chmod(targetLayout.tree, 0o711);
      await chmod(targetLayout.workspace, 0o755);
      const undo = await mountAt(path.join(sourceLayout.home, name), (place) =>
        mount("--rbind", targetLayout.tree, place),
      );
      return async () => {
        await undo();
        await chmod(targetLayout.workspace, 0o700);
        await chmod(targetLayout.tree, 0o710);
      };
    },
  },
} as const satisfies Readonly<Record<string, Leak>>;

/** Makes the directory that it is mounted at, and takes both away again. */
async function mountAt(
  place: string,
  show: (place: string) => Promise<string | null>,
): Promise<() => Promise<void>> {
  // Left by an agent that was killed in the middle of a self-test.
  await run("umount", place).catch(() => undefined);
  await rmdir(place).catch(() => undefined);
  await mkdir(place);
  const problem = await show(place);
  if (problem === null) {
    return async () => {
      await run("umount", place);
      await rmdir(place);
    };
  }
  await rmdir(place);
  throw new NotPlantable(problem);
}

async function mount(way: "--bind" | "--rbind", from: string, to: string): Promise<null> {
  await run("mount", way, from, to);
  return null;
}

async function nothingMounted(): Promise<string | null> {
  const status = await readFile("/proc/self/status", "utf8");
  const mask = /^CapEff:\s*([0-9a-f]+)$/m.exec(status)?.[1] ?? "0";
  const may = (BigInt(`0x${mask}`) & mountCapability) !== 0n;
  return may ? null : "Nothing can be mounted on this host.";
}

/** Whether owners can be moved where the trees lie: not every file system and kernel can. */
async function ownersStay({ paths }: AgentContext): Promise<string | null> {
  const nothing = await nothingMounted();
  if (nothing !== null) return nothing;
  const place = path.join(paths.tenants, `.${name}`);
  try {
    const undo = await mountAt(place, () => mountWithIds(place, place, [{ id: 1, shownAs: 2 }]));
    await undo();
    return null;
  } catch (error) {
    if (!(error instanceof NotPlantable)) throw error;
    return `Owners can't be moved where the tenants' trees lie: ${error.message}`;
  }
}

async function run(file: string, ...args: readonly string[]): Promise<void> {
  const { exitCode, stderr } = await runCommand({ file, args, cwd: "/", env: tools }, { timeoutMs: 30_000 });
  if (exitCode !== 0) throw new Error(`${file} failed: ${stderr.trim().slice(0, 300)}`);
}
