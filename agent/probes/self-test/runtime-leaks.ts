import { chown, mkdir, rm, symlink } from "node:fs/promises";
import path from "node:path";
import { runtimePaths } from "#agent/runtime-store/runtime-paths.ts";
import type { Leak } from "./leak.ts";

/** No release has it, so that no other tenant runs from it. */
const version = "9999.9.9";

export const runtimeLeaks = {
  "runtime-ancestor": {
    title: "A tenant may write where its runtime's packages are looked for",
    stage: "bare",
    async plant({ context, registry, source }) {
      const real = runtimePaths(context.paths, source.runtimeVersion).root;
      const { root } = runtimePaths(context.paths, version);
      const use = (runtimeVersion: string) =>
        registry.update(source.slug, (record) => ({ ...record, runtimeVersion }));
      await rm(root, { recursive: true, force: true });
      await mkdir(root, { mode: 0o755 });
      for (const name of ["bin", "node_modules"]) await symlink(path.join(real, name), path.join(root, name));
      await chown(root, source.uid, source.gid);
      await use(version);
      return async () => {
        await use(source.runtimeVersion);
        await rm(root, { recursive: true, force: true });
      };
    },
  },
} as const satisfies Readonly<Record<string, Leak>>;
