import { readFile } from "node:fs/promises";
import { writeFileAtomic } from "#agent/boundary/write-file-atomic.ts";
import { type Leak, NotPlantable } from "./leak.ts";
import { runInside } from "./run-inside.ts";

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
];
