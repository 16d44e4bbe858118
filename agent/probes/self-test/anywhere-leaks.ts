import { chmod, chown, link, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import type { Leak } from "./leak.ts";

const name = "bulkhead-self-test";

/** One tenant's data under a path of the other's, where no wall of its own tree stands. */
export const anywhereLeaks = {
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
