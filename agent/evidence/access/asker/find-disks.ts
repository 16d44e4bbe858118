import { readdirSync } from "node:fs";
import path from "node:path";
import { statOf } from "./ask.ts";

/** By the kernel's numbers of character devices: memory and ports, raw disks, disks by SCSI commands. */
const memory = new Set([1, 2, 4]);
const [memoryMajor, scsiMajor, rawMajor] = [1, 21, 162];
const mostDevices = 5000;

/** Devices below /dev by which a disk or memory is read past every file's rights, where anybody but root may. */
export function findDisks(directory = "/dev"): string[] {
  const found: string[] = [];
  const queue = [directory];
  for (const at of queue) {
    for (const name of namesIn(at)) {
      const place = path.join(at, name);
      const stat = statOf(place);
      if (stat?.isDirectory() && queue.length < mostDevices) queue.push(place);
      const major = stat ? (stat.rdev >> 8) & 0xfff : 0;
      const minor = stat ? stat.rdev & 0xff : 0;
      const isRaw =
        stat?.isCharacterDevice() &&
        ((major === memoryMajor && memory.has(minor)) || major === scsiMajor || major === rawMajor);
      if (!stat || !(stat.isBlockDevice() || isRaw)) continue;
      if (stat.uid !== 0 || (stat.mode & 0o066) !== 0) found.push(place);
    }
  }
  return found;
}

function namesIn(directory: string): string[] {
  try {
    return readdirSync(directory);
  } catch {
    return [];
  }
}
