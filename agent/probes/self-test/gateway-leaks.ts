import { chmod, readFile, writeFile } from "node:fs/promises";
import { writeFileAtomic } from "#agent/boundary/write-file-atomic.ts";
import { type Leak, NotPlantable } from "./leak.ts";
import { runInside } from "./run-inside.ts";

/** Rewrites a tenant's configuration in place, with its owner and mode; the answer puts back what was there. */
export async function changeConfig(
  configFile: string,
  change: (config: Record<string, Record<string, unknown>>) => void,
): Promise<() => Promise<void>> {
  const before = await readFile(configFile, "utf8");
  const config = JSON.parse(before);
  change(config);
  await writeFile(configFile, JSON.stringify(config));
  return () => writeFile(configFile, before);
}

/** Holes that only a running Gateway has. */
export const gatewayLeaks: readonly Leak[] = [
  {
    id: "inspector",
    title: "A Node inspector listens in the tenant's boundary",
    expected: ["process.inspector"],
    stage: "running",
    async plant({ context, target }) {
      const nodeArgs = ["--inspect=127.0.0.1:0"];
      return (await runInside(context, target, `console.log("ready")`, { nodeArgs })).end;
    },
  },
  {
    id: "shared-token",
    title: "Two tenants have one Gateway token",
    expected: ["gateway.http", "gateway.websocket"],
    expectedBack: ["gateway.http", "gateway.websocket"],
    stage: "running",
    async plant({ target, sourceLayout, targetLayout, restartTarget }) {
      if (restartTarget === undefined) throw new NotPlantable("The Gateways don't run.");
      const file = targetLayout.secretsFile;
      const before = await readFile(file, "utf8");
      const owner = { mode: 0o600, uid: target.uid, gid: target.gid };
      await writeFileAtomic(file, await readFile(sourceLayout.secretsFile, "utf8"), owner);
      await restartTarget();
      return async () => {
        await writeFileAtomic(file, before, owner);
        await restartTarget();
      };
    },
  },
  {
    id: "roaming-assistant",
    title: "An assistant's file tools may leave the workspace, and the other workspace is open",
    stage: "running",
    expected: ["files.workspace", "files.link", "openclaw.read", "openclaw.agent-turn"],
    async plant({ sourceLayout, targetLayout, restartSource }) {
      if (restartSource === undefined) throw new NotPlantable("The Gateways don't run.");
      const restore = await changeConfig(sourceLayout.configFile, (config) => {
        config.tools = { ...config.tools, fs: { workspaceOnly: false } };
      });
      await restartSource();
      await chmod(targetLayout.tree, 0o711);
      await chmod(targetLayout.workspace, 0o755);
      return async () => {
        await chmod(targetLayout.workspace, 0o700);
        await chmod(targetLayout.tree, 0o710);
        await restore();
        await restartSource();
      };
    },
  },
];
