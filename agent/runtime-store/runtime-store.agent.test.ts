import { spawn } from "node:child_process";
import { once } from "node:events";
import { chmod, chown, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { homedir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { testRuntime } from "#agent/fixtures/test-runtime.ts";
import { readProcess } from "#agent/proc/read-process.ts";
import { AgentFailure } from "#agent/steps/agent-error.ts";
import { installationPaths } from "#lib/domain/host/installation-paths.ts";
import { checkAncestors } from "./check-ancestors.ts";
import { defaultRuntimeVersion, ensureRuntime, removeAbandoned } from "./ensure-runtime.ts";
import { listRuntimes } from "./inspect-runtime.ts";
import { releasesDirectory, runtimePaths } from "./runtime-paths.ts";

const isRoot = process.getuid?.() === 0;
const uid = process.getuid?.() ?? 0;
let home: string;

beforeEach(async () => {
  home = await mkdtemp(path.join(isRoot ? "/opt" : homedir(), "bulkhead-test-"));
  await chmod(home, 0o755);
});
afterEach(() => rm(home, { recursive: true, force: true }));

const codeOf = (work: Promise<unknown>) =>
  work.then(
    () => null,
    (error: unknown) => (error instanceof AgentFailure ? error.detail.code : error),
  );

describe("a runtime store", () => {
  test("has the real OpenClaw, which runs, and which nobody but its owner can write", async () => {
    const store = await testRuntime();
    const runtime = runtimePaths({ ...installationPaths(home), runtimeStore: store }, defaultRuntimeVersion);
    const child = spawn(runtime.node, [runtime.openclaw, "--version"], {
      stdio: ["ignore", "pipe", "inherit"],
    });
    const [chunk] = (await once(child.stdout, "data")) as [Buffer];
    expect(chunk.toString()).toContain(defaultRuntimeVersion);
    const find = spawn("find", [runtime.root, "-perm", "/022", "!", "-type", "l"], {
      stdio: ["ignore", "pipe", "inherit"],
    });
    const writable: string[] = [];
    find.stdout.on("data", (line: Buffer) => writable.push(line.toString()));
    await once(find, "close");
    expect(writable).toEqual([]);
  });

  test("shows a version that was never finished as not ready", async () => {
    const paths = installationPaths(home);
    await mkdir(runtimePaths(paths, "2026.1.1").root, { recursive: true });
    expect(await listRuntimes(paths)).toEqual([{ openclaw: "2026.1.1", node: "unknown", isReady: false }]);
  });

  test("lists the newest version last, whatever its letters say", async () => {
    const paths = installationPaths(home);
    for (const version of ["2026.10.1", "2026.9.12", "2026.9.6"]) {
      await mkdir(runtimePaths(paths, version).root, { recursive: true });
    }
    const versions = (await listRuntimes(paths)).map(({ openclaw }) => openclaw);
    expect(versions).toEqual(["2026.9.6", "2026.9.12", "2026.10.1"]);
  });

  test("refuses a version whose packages aren't locked", async () => {
    expect(await codeOf(ensureRuntime(installationPaths(home), "2020.1.1", () => undefined))).toBe(
      "RUNTIME_MISSING",
    );
  });

  test("refuses a home below a directory that everybody can write, and says which", async () => {
    const open = path.join(home, "open");
    await mkdir(open);
    await chmod(open, 0o1777);
    const attempt = ensureRuntime(
      installationPaths(path.join(open, "home")),
      defaultRuntimeVersion,
      () => undefined,
    );
    await expect(attempt).rejects.toMatchObject({
      detail: { code: "PATH_FOREIGN", message: expect.stringContaining(open) },
    });
  });
});

describe("parents of the store", () => {
  test.each([
    [0o755, null],
    [0o700, null],
    [0o777, "PATH_FOREIGN"],
    [0o1777, "PATH_FOREIGN"],
    [0o757, "PATH_FOREIGN"],
  ])("with mode %o are judged %s", async (mode, code) => {
    const store = path.join(home, "parent", "store");
    await mkdir(store, { recursive: true });
    await chmod(path.dirname(store), mode);
    expect(await codeOf(checkAncestors(store, uid))).toBe(code);
  });

  test.skipIf(!isRoot)(
    "of another user or writable by another group are refused (needs root: it gives directories away)",
    async () => {
      const store = path.join(home, "parent", "store");
      await mkdir(store, { recursive: true });
      await chown(path.dirname(store), 12_345, 0);
      expect(await codeOf(checkAncestors(store, uid))).toBe("PATH_FOREIGN");
      await chown(path.dirname(store), 0, 12_345);
      await chmod(path.dirname(store), 0o775);
      expect(await codeOf(checkAncestors(store, uid))).toBe("PATH_FOREIGN");
    },
  );
});

describe("what a killed installation left", () => {
  test("is cleared away by the next, but not what a living one is filling", async () => {
    const store = installationPaths(home).runtimeStore;
    await mkdir(store, { recursive: true });
    const living = `.staging-${process.ppid}-${readProcess(process.ppid)?.startTicks}-1`;
    for (const name of [".staging-4194303-1-1", `.staging-${process.ppid}-1-1`, living]) {
      await mkdir(path.join(store, name));
      await writeFile(path.join(store, name, "package.json"), "{}");
    }
    await removeAbandoned(store);
    expect(await readdir(store)).toEqual([living]);
  });
});

test("every package of a release is locked by its checksum, those for other platforms too", async () => {
  for (const version of await readdir(releasesDirectory)) {
    const text = await readFile(path.join(releasesDirectory, version, "package-lock.json"), "utf8");
    const packages: Record<string, Record<string, unknown>> = JSON.parse(text).packages;
    const names = new Set(Object.keys(packages).map((key) => key.split("node_modules/").at(-1)));
    for (const [key, entry] of Object.entries(packages)) {
      for (const name of Object.keys(entry.optionalDependencies ?? {})) expect(names).toContain(name);
      if (key !== "" && entry.inBundle !== true) expect(entry.integrity).toMatch(/^sha512-/);
    }
  }
});
