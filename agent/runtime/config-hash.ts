import { createHash } from "node:crypto";
import { constants } from "node:fs";
import { open } from "node:fs/promises";

const maxConfigBytes = 4 * 1024 * 1024;

export type ConfigHasher = { hash(file: string): Promise<string | null> };

/** SHA-256 of files, computed again only when a file's stat changed; null when it can't be read. */
export function createConfigHasher(): ConfigHasher {
  const known = new Map<string, { stamp: string; hash: string }>();
  return {
    async hash(file) {
      const handle = await open(file, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK).catch(
        () => null,
      );
      if (handle === null) return null;
      try {
        const stat = await handle.stat({ bigint: true });
        if (!stat.isFile() || stat.size > maxConfigBytes) return null;
        const stamp = `${stat.ino}:${stat.size}:${stat.mtimeNs}:${stat.ctimeNs}`;
        const before = known.get(file);
        if (before?.stamp === stamp) return before.hash;
        const hash = createHash("sha256")
          .update(await handle.readFile())
          .digest("hex");
        known.set(file, { stamp, hash });
        return hash;
      } finally {
        await handle.close();
      }
    },
  };
}
