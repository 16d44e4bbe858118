import {
  closeSync,
  constants,
  type Dirent,
  fstatSync,
  lstatSync,
  openSync,
  readdirSync,
  type Stats,
} from "node:fs";
import path from "node:path";
import type { SecretSearch } from "#agent/evidence/contents/search/secret-search.ts";
import { isSettled, type KnownDirectory, type RootMemory, stampOf } from "./file-memory.ts";
import type { Root, RootReport } from "./look-order.ts";
import { readFile } from "./read-file.ts";

const { O_DIRECTORY, O_NOFOLLOW } = constants;
/** Linux's O_PATH, which Node doesn't name. */
const O_PATH = 0o10000000;

/** A tenant's tree counts whole; elsewhere whole programs are installed, and copies lie above them. */
const mostFilesIn: Readonly<Record<Root["kind"], number>> = { tree: 20_000, place: 5_000 };
const mostDirectories = 20_000;
const mostDepth = 64;
/** Of files that are not known yet, in one pass. */
const mostMiBIn: Readonly<Record<Root["kind"], number>> = { tree: 512, place: 128 };
const mostWords = 5;
/** Anybody may run it, or whoever does becomes another user. */
const runnable = 0o6111;

export type Limits = {
  /** Of the machine's steady clock. */
  readonly deadline: number;
  /** In milliseconds, as files' times are. */
  readonly now: () => number;
  readonly trusted: readonly number[];
  /** Where something else is mounted on this host. */
  readonly mounts: ReadonlySet<string>;
};

/**
 * Looks through the files of one root, from within: the process changes its
 * working directory meanwhile. Directories are opened name by name from the root that is held, without following a link, and none is entered where
 * something else is mounted. The uppermost come first, so that the limits leave
 * out what lies deepest. A file that is as it was is not read again.
 *
 * @param memory what is known of the root; changed to what is known now
 */
export function lookThrough(
  root: Root,
  memory: RootMemory,
  search: SecretSearch,
  limits: Limits,
): RootReport {
  const pass = new Pass(root, memory, search, limits);
  let descriptor: number;
  try {
    descriptor = openSync(root.path, O_PATH | O_DIRECTORY | O_NOFOLLOW);
  } catch (error) {
    pass.note(root.path, error);
    return pass.report();
  }
  const before = process.cwd();
  try {
    pass.run(descriptor);
  } finally {
    process.chdir(before);
    closeSync(descriptor);
  }
  return pass.report();
}

class Pass {
  readonly #root: Root;
  readonly #memory: RootMemory;
  readonly #search: SecretSearch;
  readonly #limits: Limits;
  readonly #leftOut = new Set<string>();
  readonly #problems = new Set<string>();
  readonly #programs: string[] = [];
  readonly #excluded: ReadonlySet<string>;
  readonly #mostFiles: number;
  readonly #mostMiB: number;
  /** The limit that ended it. */
  #end: string | null = null;
  #parts = 0;
  #repositories = 0;
  #files = 0;
  #bytes = 0;

  constructor(root: Root, memory: RootMemory, search: SecretSearch, limits: Limits) {
    this.#root = root;
    this.#memory = memory;
    this.#search = search;
    this.#limits = limits;
    this.#mostFiles = mostFilesIn[root.kind];
    this.#mostMiB = mostMiBIn[root.kind];
    this.#excluded = new Set(root.leftOut);
  }

  run(rootDescriptor: number): void {
    const before = new Map(this.#memory);
    this.#memory.clear();
    const queue = [""];
    for (let at = 0; at < queue.length && !this.#isOver(); at += 1) {
      if (queue.length > mostDirectories) this.#end = `more than ${mostDirectories} directories`;
      const below = queue[at] ?? "";
      try {
        queue.push(...this.#directory(rootDescriptor, below, before.get(below)));
      } catch (error) {
        this.note(path.join(this.#root.path, below), error);
      }
    }
    if (this.#end === null) return;
    this.#leftOut.add(`${this.#end} in ${this.#root.path}`);
    // What was found there counts until it is looked at again.
    for (const [below, directory] of before) if (!this.#memory.has(below)) this.#memory.set(below, directory);
  }

  /** Notes which limit is reached; the next pass goes on with what there was no time for. */
  #isOver(): boolean {
    if (this.#files > this.#mostFiles) this.#end ??= `more than ${this.#mostFiles} files`;
    if (this.#bytes > this.#mostMiB << 20) this.#end ??= `more than ${this.#mostMiB} MiB at once`;
    if (performance.now() > this.#limits.deadline) this.#end ??= "what there was no time for";
    return this.#end !== null;
  }

  #isWhole(): boolean {
    const isTree = this.#root.kind === "tree" && this.#root.leftOut.length === 0;
    return isTree && this.#end === null && this.#leftOut.size === 0 && this.#problems.size === 0;
  }

  /** @returns directories in it, below the root */
  #directory(rootDescriptor: number, below: string, known: KnownDirectory | undefined): string[] {
    const descriptor = openBelow(rootDescriptor, below);
    try {
      const now: KnownDirectory = { stamps: new Map(), found: new Map() };
      this.#memory.set(below, now);
      if (this.#isOutOfReach(fstatSync(descriptor))) return [];
      const inner: string[] = [];
      // By their own names from here on: the way through the descriptor costs as much as the rest of a look.
      process.chdir(`/proc/self/fd/${descriptor}`);
      const entries = readdirSync(".", { withFileTypes: true });
      if (isRepository(entries)) this.#repositories += 1;
      for (const entry of entries) {
        const place = path.join(this.#root.path, below, entry.name);
        if (entry.name.includes("\ufffd")) this.#problems.add(`${place} has a name that is not valid UTF-8`);
        else if (entry.isDirectory()) {
          if (this.#mayEnter(place, below)) inner.push(below === "" ? entry.name : `${below}/${entry.name}`);
        } else if (entry.isFile()) {
          if (this.#isOver()) keep(now, known, entry.name);
          else this.#file(entry.name, place, known, now);
        } else if (entry.isBlockDevice()) this.#programs.push(place);
      }
      return inner;
    } finally {
      closeSync(descriptor);
    }
  }

  #mayEnter(place: string, below: string): boolean {
    if (this.#excluded.has(place)) return false;
    if (this.#limits.mounts.has(place)) {
      const words = `${place}, where something else is mounted`;
      if (this.#root.kind === "tree") this.#problems.add(words);
      else this.#leftOut.add(words);
      return false;
    }
    if (below.split("/").length < mostDepth) return true;
    this.#leftOut.add(`what lies more than ${mostDepth} directories deep in ${this.#root.path}`);
    return false;
  }

  #file(name: string, shown: string, known: KnownDirectory | undefined, now: KnownDirectory): void {
    this.#files += 1;
    try {
      const stat = lstatSync(name);
      if (stat.isBlockDevice() || (stat.mode & runnable) !== 0) this.#programs.push(shown);
      if (!stat.isFile() || this.#isOutOfReach(stat)) return;
      const stamp = stampOf(stat);
      if (known?.stamps.get(name) === stamp) {
        keep(now, known, name);
        return;
      }
      const read = readFile(name, shown, this.#search);
      if (read === null) return;
      this.#bytes += read.bytes;
      if (read.isPart) this.#parts += 1;
      if (read.found !== null) now.found.set(name, read.found);
      if (isSettled(read.stat, this.#limits.now())) now.stamps.set(name, stampOf(read.stat));
    } catch (error) {
      this.note(shown, error);
    }
  }

  /** Outside of the trees, what only root can get at. */
  #isOutOfReach({ uid, mode }: Stats): boolean {
    return this.#root.kind === "place" && (mode & 0o077) === 0 && this.#limits.trusted.includes(uid);
  }

  note(place: string, error: unknown): void {
    const code = (error as NodeJS.ErrnoException).code ?? "unknown error";
    // What goes away while it is looked at is not there.
    if (code === "ENOENT") return;
    if (code === "ENOTDIR" || code === "ELOOP")
      this.#problems.add(`${place} became something else meanwhile`);
    else this.#problems.add(`${place} could not be read (${code})`);
  }

  report(): RootReport {
    const found = [...this.#memory.values()].flatMap((directory) => [...directory.found.values()]);
    const { path: where } = this.#root;
    const parts = [
      ...(this.#parts === 0 ? [] : [`the middle of ${this.#parts} files larger than 16 MiB in ${where}`]),
      ...(this.#repositories === 0
        ? []
        : [
            `what git keeps packed of ${this.#repositories} ${this.#repositories === 1 ? "repository" : "repositories"} in ${where}`,
          ]),
    ];
    return {
      path: this.#root.path,
      files: this.#files,
      found,
      programs: this.#isWhole() ? this.#programs : null,
      leftOut: [...this.#leftOut, ...parts].slice(0, mostWords),
      problems: [...this.#problems].slice(0, mostWords),
    };
  }
}

const repositoryNames = ["HEAD", "objects", "refs"];

/** A directory in which git keeps what there ever was, each version packed by itself. */
function isRepository(entries: readonly Dirent[]): boolean {
  return repositoryNames.every((name) => entries.some((entry) => entry.name === name));
}

/** Takes over what is known of a file. */
function keep(now: KnownDirectory, known: KnownDirectory | undefined, name: string): void {
  const [stamp, found] = [known?.stamps.get(name), known?.found.get(name)];
  if (stamp !== undefined) now.stamps.set(name, stamp);
  if (found !== undefined) now.found.set(name, found);
}

function openBelow(rootDescriptor: number, below: string): number {
  let at = openSync(`/proc/self/fd/${rootDescriptor}`, O_PATH | O_DIRECTORY);
  for (const name of below.split("/").filter(Boolean)) {
    try {
      const next = openSync(`/proc/self/fd/${at}/${name}`, O_PATH | O_DIRECTORY | O_NOFOLLOW);
      closeSync(at);
      at = next;
    } catch (error) {
      closeSync(at);
      throw error;
    }
  }
  return at;
}
