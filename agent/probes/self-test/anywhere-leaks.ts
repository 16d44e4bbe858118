import { chmod, chown, link, mkdir, readFile, rm, rmdir, writeFile } from "node:fs/promises";
import path from "node:path";
import { runCommand } from "#agent/system/run-command.ts";
import type { Leak } from "./leak.ts";

const tools = { PATH: "/usr/sbin:/usr/bin:/sbin:/bin", LC_ALL: "C" };
const name = "bulkhead-self-test";
/** Linux's CAP_SYS_ADMIN, without which nothing can be mounted. */
const mountCapability = 1n << 21n;

/** One tenant's data under a path of the other's, where no wall of its own tree stands. */
export const anywhereLeaks = {
  "mounted-elsewhere": {
    title: "A tenant's workspace is mounted into the other's tree as well",
    stage: "bare",
    unavailable: async () => ((await mayMount()) ? null : "Nothing can be mounted on this host."),
    async plant({ sourceLayout, targetLayout }) {
      const place = path.join(sourceLayout.workspace, name);
      await chmod(targetLayout.workspace, 0o755);
      await mkdir(place);
      await run("mount", ["--bind", targetLayout.workspace, place]);
      return async () => {
        await run("umount", [place]);
        await rmdir(place);
        await chmod(targetLayout.workspace, 0o700);
      };
    },
  },
  // The file is in both trees, and so each tenant's.
  "hard-link": {
    title: "A file of one tenant has a second name in the other's tree",
    stage: "bare",
    async plant({ sourceLayout, targetLayout, target }) {
      const file = path.join(targetLayout.logs, name);
      const second = path.join(sourceLayout.home, name);
      await writeFile(file, "a line", { flag: "wx", mode: 0o644 });
      await chown(file, target.uid, target.gid);
      await chmod(file, 0o644);
      await link(file, second);
      return async () => {
        for (const each of [second, file]) await rm(each, { force: true });
      };
    },
  },
} as const satisfies Readonly<Record<string, Leak>>;

async function mayMount(): Promise<boolean> {
  const status = await readFile("/proc/self/status", "utf8");
  const mask = /^CapEff:\s*([0-9a-f]+)$/m.exec(status)?.[1] ?? "0";
  return (BigInt(`0x${mask}`) & mountCapability) !== 0n;
}

async function run(file: string, args: readonly string[]): Promise<void> {
  const { exitCode, stderr } = await runCommand({ file, args, cwd: "/", env: tools }, { timeoutMs: 30_000 });
  if (exitCode !== 0) throw new Error(`${file} failed: ${stderr.trim().slice(0, 300)}`);
}
