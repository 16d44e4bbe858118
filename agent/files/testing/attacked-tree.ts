import { spawn } from "node:child_process";
import { createHash, randomInt } from "node:crypto";
import { once } from "node:events";
import {
  chmod,
  chown,
  lstat,
  mkdir,
  mkdtemp,
  readdir,
  readFile,
  readlink,
  rm,
  writeFile,
} from "node:fs/promises";
import path from "node:path";
import { ensureOwnedDirectory } from "#agent/files/owned-directory.ts";
import { ownedDirectory, tenantDirectories } from "#agent/provision/tenant-directories.ts";
import { type TenantLayout, tenantLayout } from "#agent/tenant/tenant-layout.ts";
import { type InstallationPaths, installationPaths } from "#lib/domain/host/installation-paths.ts";
import { slugSchema } from "#lib/domain/tenant/slug.ts";

export type AttackedTree = {
  readonly paths: InstallationPaths;
  readonly slug: ReturnType<typeof slugSchema.parse>;
  readonly layout: TenantLayout;
  readonly owner: { readonly uid: number; readonly gid: number };
  /** Root's, outside the tree, with files of the names that root writes. */
  readonly outside: string;
  /** Everything about what lies outside: content, times, owners, modes. */
  seenOutside(): Promise<string[]>;
  /** Makes its directories, as at the beginning. */
  provision(): Promise<void>;
  /** Makes a directory of the tenant's. */
  own(directory: string): Promise<void>;
  /** Runs a program of the tenant's user, written in Perl, until it is told to end. */
  run(program: string, ...args: string[]): Promise<{ readonly pid: number; end(): Promise<void> }>;
  /** Exchanges a place with a link to what lies outside, and back, as fast as the tenant's user can. */
  swap(place: string): Promise<{ end(): Promise<void> }>;
  dispose(): Promise<void>;
};

/** A tenant's tree as provisioning makes it, and a tenant that attacks it. Needs root; makes no account. */
export async function createAttackedTree(): Promise<AttackedTree> {
  const home = await mkdtemp("/opt/bulkhead-test-");
  await chmod(home, 0o755);
  const paths = installationPaths(home);
  await mkdir(paths.tenants);
  await chmod(paths.tenants, 0o711);
  await mkdir(paths.agent, { mode: 0o700 });
  const slug = slugSchema.parse("attacked");
  const layout = tenantLayout(paths, slug);
  const id = randomInt(60_000, 65_000);
  const owner = { uid: id, gid: id };
  const record = { rung: "os-user" as const, ...owner };
  const provision = async () => {
    for (const directory of tenantDirectories(layout)) {
      await ensureOwnedDirectory(ownedDirectory({ uid: 0, gid: 0 }, record, directory));
    }
  };
  await provision();
  const outside = path.join(home, "outside");
  await mkdir(path.join(outside, "deeper"), { recursive: true });
  for (const name of ["secrets.json", "output.log", "left", "plugin-install.json", "deeper/kept"]) {
    await writeFile(path.join(outside, name), `root's own ${name}\n`, { mode: 0o600 });
  }
  const identity = [`--reuid=${id}`, `--regid=${id}`, "--clear-groups"];
  const run: AttackedTree["run"] = async (program, ...args) => {
    const started = `$| = 1; print "on\\n"; ${program}`;
    const child = spawn("setpriv", [...identity, "perl", "-e", started, "--", ...args], {
      stdio: ["ignore", "pipe", "inherit"],
    });
    const exited = once(child, "exit");
    await once(child.stdout, "data");
    const end = async () => {
      child.kill("SIGKILL");
      await exited;
    };
    return { pid: child.pid ?? 0, end };
  };
  return {
    paths,
    slug,
    layout,
    owner,
    outside,
    provision,
    seenOutside: () => describe(outside),
    async own(directory) {
      await mkdir(directory, { mode: 0o700 });
      await chown(directory, id, id);
    },
    run,
    async swap(place) {
      // 316 is renameat2, 2 exchanges both names in one step.
      const exchange = 'syscall(316, -100, $ARGV[0], -100, "$ARGV[0].link", 2)';
      return run(`symlink($ARGV[1], "$ARGV[0].link"); for (;;) { ${exchange}; }`, place, outside);
    },
    async dispose() {
      await rm(home, { recursive: true, force: true });
    },
  };
}

async function describe(directory: string): Promise<string[]> {
  const names = (await readdir(directory, { recursive: true })).sort();
  return Promise.all(
    ["", ...names].map(async (name) => {
      const place = path.join(directory, name);
      const stat = await lstat(place, { bigint: true });
      const content = stat.isFile()
        ? await readFile(place)
        : stat.isSymbolicLink()
          ? await readlink(place)
          : "";
      const hash = createHash("sha256").update(content).digest("hex").slice(0, 16);
      return [
        name,
        stat.ino,
        stat.mode,
        stat.uid,
        stat.gid,
        stat.nlink,
        stat.mtimeNs,
        stat.ctimeNs,
        hash,
      ].join(" ");
    }),
  );
}
