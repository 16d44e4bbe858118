import { execFile } from "node:child_process";
import { cp, mkdir, mkdtemp, readdir, rm, utimes, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { promisify } from "node:util";
import { afterEach, beforeEach, describe, expect, it } from "vitest";

const run = promisify(execFile);
const root = path.resolve(import.meta.dirname, "../../..");
let clone: string;

/** What a fresh clone has of the launcher, without its dependencies. */
beforeEach(async () => {
  clone = await mkdtemp(path.join(tmpdir(), "bulkhead-clone-"));
  for (const name of ["package.json", "package-lock.json", "lib/launcher"]) {
    await cp(path.join(root, name), path.join(clone, name), { recursive: true });
  }
});
afterEach(() => rm(clone, { recursive: true, force: true }));

async function bootstrap(
  command: string,
  env: Record<string, string>,
): Promise<{ code: number; output: string }> {
  const { npm_execpath: _, ...inherited } = process.env;
  try {
    const { stdout, stderr } = await run(
      process.execPath,
      [path.join(clone, "lib/launcher/bootstrap.mjs"), command],
      { cwd: clone, env: { ...inherited, ...env } },
    );
    return { code: 0, output: stdout + stderr };
  } catch (error) {
    const { code, stdout, stderr } = error as { code: number; stdout: string; stderr: string };
    return { code, output: stdout + stderr };
  }
}

describe("bootstrap", () => {
  it("says that npm is missing", async () => {
    const { code, output } = await bootstrap("start", { PATH: clone });
    expect(code).toBe(1);
    expect(output).toContain("npm was not found.\nInstall Node.js with npm and start again.");
  });

  it("says that the registry can't be reached, and leaves nothing half installed that the next start would trust", async () => {
    const unreachable = {
      npm_config_registry: "http://127.0.0.1:9/",
      npm_config_replace_registry_host: "always",
      npm_config_fetch_retries: "0",
      npm_config_cache: path.join(clone, "cache"),
    };
    const first = await bootstrap("start", unreachable);
    expect(first.code).toBe(1);
    expect(first.output).toContain("The package registry could not be reached.");
    expect((await bootstrap("start", unreachable)).output).toContain(
      "The package registry could not be reached.",
    );
    expect(await readdir(clone)).not.toContain("node_modules.installing");
  });

  it("refuses to install while another process does", async () => {
    await writeFile(path.join(clone, "node_modules.installing"), String(process.pid));
    const { code, output } = await bootstrap("start", {});
    expect(code).toBe(1);
    expect(output).toContain(`Process ${process.pid} is installing the dependencies right now.`);
  });

  it("names the commands there are", async () => {
    const { code, output } = await bootstrap("fly", {});
    expect(code).toBe(1);
    expect(output).toContain(
      "Use one of: start, install-service, down, dev, test, verify, bench, owner-password, self-test.",
    );
  });

  it("installs again when the lock file is newer than what is installed", async () => {
    const modules = path.join(clone, "node_modules");
    await mkdir(modules);
    await writeFile(path.join(modules, ".package-lock.json"), "{}");
    await utimes(path.join(modules, ".package-lock.json"), 0, 0);
    const { output } = await bootstrap("start", { PATH: clone });
    expect(output).toContain("Installing dependencies");
  });

  it("takes what `npm ci` installed by hand for what it is", async () => {
    const modules = path.join(clone, "node_modules");
    await mkdir(modules);
    await writeFile(path.join(modules, ".package-lock.json"), "{}");
    const { output } = await bootstrap("start", { PATH: clone });
    expect(output).not.toContain("Installing dependencies");
  });
});
