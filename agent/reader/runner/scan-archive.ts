import { createReadStream } from "node:fs";
import { createGunzip } from "node:zlib";
import { type Candidates, candidatesOf } from "./archive-owners.ts";
import type { ReaderAnswer } from "./protocol.ts";
import { TarScan } from "./tar-scan.ts";

const maxUnpackedBytes = 512 * 1024 * 1024;
const maxEntries = 200_000;
const maxCandidates = 20_000;

/**
 * Looks through a tar archive, plain or gzip, for the names of trees that its
 * entries may have lain in. Contents are skipped.
 *
 * @param descriptor the opened archive: it was opened by whoever may read it
 * @returns `isWhole: false` when it is damaged or too large
 */
export async function scanArchive(descriptor: number, isGzip: boolean): Promise<ReaderAnswer> {
  const file = createReadStream("", { fd: descriptor, autoClose: false });
  const source = isGzip ? file.pipe(createGunzip()) : file;
  if (source !== file) file.on("error", (error) => source.destroy(error));
  const seen = new Map<string, Candidates>();
  const scan = new TarScan((name) => {
    const candidates = candidatesOf(name);
    if (candidates.length > 0) seen.set(JSON.stringify(candidates), candidates);
  });
  const answer = (isWhole: boolean) => ({ value: { isWhole, owners: [...seen.values()] } });
  try {
    for await (const chunk of source) {
      scan.push(chunk as Buffer);
      if (scan.isEnded) return answer(true);
      const isTooMuch = scan.bytes > maxUnpackedBytes || scan.entries > maxEntries;
      if (isTooMuch || scan.isDamaged || seen.size > maxCandidates) return answer(false);
    }
    return answer(!scan.isInside && !scan.isDamaged);
  } catch {
    return answer(false);
  } finally {
    file.destroy();
  }
}
