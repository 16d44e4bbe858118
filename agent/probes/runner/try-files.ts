import {
  closeSync,
  constants,
  linkSync,
  opendirSync,
  openSync,
  readSync,
  statSync,
  symlinkSync,
  unlinkSync,
} from "node:fs";
import path from "node:path";
import { plantPrefix } from "../../staged/plant-prefix.ts";
import { digest, type Finding, failed, reached, refused } from "./finding.ts";
import type { Place } from "./protocol.ts";
import { worstOf } from "./worst-of.ts";

/** Never waits for a pipe's other end. */
const readFlags = constants.O_RDONLY | constants.O_NONBLOCK | constants.O_NOCTTY;
const canaryBytes = 256;

/** Lists these directories and reads these files and what canaries lie in the directories. */
export function tryPlaces(
  directories: readonly string[],
  files: readonly string[],
  canaries: readonly string[],
): Finding {
  const findings = [
    ...directories.map(tryList),
    ...files.map((file) => tryRead(file)),
    ...canaries.filter((file) => directories.includes(path.dirname(file))).map((file) => tryRead(file)),
  ];
  return worstOf(findings, "There is nothing of the kind.");
}

export function tryList(directory: string): Finding {
  try {
    const handle = opendirSync(directory);
    try {
      handle.readSync();
    } finally {
      handle.closeSync();
    }
    return reached(`Listed ${directory}.`);
  } catch (error) {
    return failed(`List ${directory}`, error);
  }
}

/** Reads one byte of a file, which is not kept; of a canary all of it, for its digest. */
export function tryRead(file: string): Finding {
  let handle: number | null = null;
  try {
    handle = openSync(file, readFlags);
    const isCanary = path.basename(file).startsWith(plantPrefix);
    const buffer = Buffer.alloc(isCanary ? canaryBytes : 1);
    const length = readSync(handle, buffer, 0, buffer.length, 0);
    return isCanary
      ? reached(`Read the canary ${file}.`, digest(buffer.subarray(0, length)))
      : reached(`Opened and read ${file}.`);
  } catch (error) {
    return failed(`Read ${file}`, error);
  } finally {
    if (handle !== null) closeSync(handle);
  }
}

/** Makes a file of a random name and takes it away again. */
export function tryCreate(directory: string, name: string): Finding {
  const file = path.join(directory, name);
  try {
    closeSync(openSync(file, constants.O_WRONLY | constants.O_CREAT | constants.O_EXCL, 0o600));
  } catch (error) {
    return failed(`Create a file in ${directory}`, error);
  }
  try {
    unlinkSync(file);
  } catch {
    // The agent sweeps after the run.
  }
  return reached(`Created a file in ${directory}.`);
}

/** As {@link tryCreate}, in a directory that somebody else sees. */
export function tryCreateIn(place: Place, name: string): Finding {
  return notThere(place) ?? tryCreate(place.path, name);
}

/** As {@link tryRead}, of a file that somebody else sees. */
export function tryReadIn(place: Place): Finding {
  return notThere(place) ?? tryRead(place.path);
}

/** Null when the path leads this process to the very thing that the other sees; a private /tmp holds another. */
export function notThere(place: Place): Finding | null {
  try {
    const { dev, ino } = statSync(place.path);
    return `${dev}:${ino}` === place.id ? null : refused("another", `${place.path} is another one here.`);
  } catch (error) {
    return failed(`Look at ${place.path}`, error);
  }
}

/** Reads another's canary through a symbolic and a hard link of this tenant's own. */
export function tryLinks(workspace: string, canary: string, name: string): Finding {
  const [soft, hard] = [path.join(workspace, `${name}-soft`), path.join(workspace, `${name}-hard`)];
  const through = (make: () => void, link: string, what: string): Finding => {
    try {
      make();
      const read = tryRead(link);
      return { ...read, seen: `${what}: ${read.seen}` };
    } catch (error) {
      return failed(what, error);
    } finally {
      remove(link);
    }
  };
  return worstOf(
    [
      through(() => symlinkSync(canary, soft), soft, "Through a symbolic link"),
      through(() => linkSync(canary, hard), hard, "Through a hard link"),
    ],
    "There is no canary.",
  );
}

function remove(file: string): void {
  try {
    unlinkSync(file);
  } catch {
    // It was never made.
  }
}
