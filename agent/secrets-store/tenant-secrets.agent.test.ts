import { execFileSync } from "node:child_process";
import { chmod, lstat, mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from "node:fs/promises";
import { homedir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { tenantLayout } from "#agent/tenant/tenant-layout.ts";
import { installationPaths } from "#lib/domain/host/installation-paths.ts";
import { slugSchema } from "#lib/domain/tenant/slug.ts";
import { ensureTenantSecrets } from "./tenant-secrets.ts";

const owner = { uid: process.getuid?.() ?? 0, gid: process.getgid?.() ?? 0 };
const token = "t".repeat(32);
let home: string;
let secretsFile: string;

beforeEach(async () => {
  home = await mkdtemp(path.join(homedir(), "bulkhead-test-"));
  const layout = layoutOf();
  await mkdir(layout.secrets, { recursive: true, mode: 0o700 });
  secretsFile = layout.secretsFile;
});
afterEach(() => rm(home, { recursive: true, force: true }));

const layoutOf = () => tenantLayout(installationPaths(home), slugSchema.parse("acme"));
const ensure = () => ensureTenantSecrets(layoutOf(), owner);
const modeOf = async (file: string) => (await lstat(file)).mode & 0o7777;

test("makes a token where there is none, and keeps it from then on", async () => {
  expect(await ensure()).toBe("created");
  const made = await readFile(secretsFile, "utf8");
  expect(JSON.parse(made).gateway.token.length).toBeGreaterThanOrEqual(32);
  expect(await modeOf(secretsFile)).toBe(0o600);
  expect(await ensure()).toBe("kept");
  expect(await readFile(secretsFile, "utf8")).toBe(made);
});

test("keeps what else is in the file, and closes it to others", async () => {
  const content = JSON.stringify({ gateway: { token }, models: { openai: "key" } });
  await writeFile(secretsFile, content);
  await chmod(secretsFile, 0o644);
  expect(await ensure()).toBe("kept");
  expect(await readFile(secretsFile, "utf8")).toBe(content);
  expect(await modeOf(secretsFile)).toBe(0o600);
});

test.each([
  ["no JSON", () => writeFile(secretsFile, "{")],
  ["a token that is too short", () => writeFile(secretsFile, '{"gateway":{"token":"t"}}')],
  ["a file beyond OpenClaw's limit", () => writeFile(secretsFile, " ".repeat(1024 * 1024 + 1))],
  ["a link", () => symlink("/etc/passwd", secretsFile)],
  ["a pipe", async () => void execFileSync("mkfifo", [secretsFile])],
  ["a directory", () => mkdir(secretsFile)],
])("puts %s aside and makes another", async (_what, plant) => {
  await plant();
  const planted = await lstat(secretsFile);
  expect(await ensure()).toBe("replaced-damaged");
  expect((await lstat(secretsFile)).isFile()).toBe(true);
  const [aside] = (await readdir(path.dirname(secretsFile))).filter((name) => name.includes(".damaged-"));
  expect((await lstat(path.join(path.dirname(secretsFile), aside ?? ""))).ino).toBe(planted.ino);
});
