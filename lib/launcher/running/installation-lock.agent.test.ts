import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { takeInstallationLock } from "./installation-lock.ts";

let directory: string;
let file: string;

beforeEach(async () => {
  directory = await mkdtemp(path.join(tmpdir(), "bulkhead-lock-"));
  file = path.join(directory, "launcher.lock");
});
afterEach(() => rm(directory, { recursive: true, force: true }));

describe("takeInstallationLock", () => {
  it("is taken by one at a time", () => {
    const release = takeInstallationLock(file);
    expect(release).not.toBeNull();
    expect(takeInstallationLock(file)).toBeNull();
    release?.();
    const again = takeInstallationLock(file);
    expect(again).not.toBeNull();
    again?.();
  });

  it("is free again when its holder is killed", async () => {
    const program = `
      import { takeInstallationLock } from "#lib/launcher/running/installation-lock.ts";
      process.send(takeInstallationLock(process.argv[1]) !== null);
      process.on("message", () => {});
    `;
    const holder = spawn(process.execPath, ["--input-type=module", "--eval", program, file], {
      stdio: ["ignore", "inherit", "inherit", "ipc"],
    });
    const [isTaken] = (await once(holder, "message")) as [boolean];
    expect(isTaken).toBe(true);
    expect(takeInstallationLock(file)).toBeNull();
    holder.kill("SIGKILL");
    await once(holder, "exit");
    const release = takeInstallationLock(file);
    expect(release).not.toBeNull();
    release?.();
  });
});
