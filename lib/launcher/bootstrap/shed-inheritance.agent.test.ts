import { execFile } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { promisify } from "node:util";
import { afterEach, beforeEach, describe, expect, it } from "vitest";

const run = promisify(execFile);
let directory: string;
beforeEach(async () => {
  directory = await mkdtemp(path.join(tmpdir(), "bulkhead-shed-"));
});
afterEach(() => rm(directory, { recursive: true, force: true }));

const look = `
  import { spawnSync } from "node:child_process";
  import fs from "node:fs";
  const list = (pid) => fs.readdirSync("/proc/" + pid + "/fd").flatMap((fd) => {
    try { return [fd + " " + fs.readlinkSync("/proc/" + pid + "/fd/" + fd)]; } catch { return []; }
  });
  const child = spawnSync("sh", ["-c", "ls -l /proc/$$/fd; umask; ulimit -c; nice; cat /proc/$$/oom_score_adj"], { stdio: ["ignore", "pipe", "ignore"] });
  process.stdout.write(JSON.stringify({ own: list("self"), child: child.stdout.toString() }));
`;

/** What a program and its child have that a shell started with more than it was meant to give. */
async function start(isShed: boolean): Promise<{ own: string[]; child: string }> {
  const program = path.join(directory, "program.mjs");
  const module = path.join(import.meta.dirname, "shed-inheritance.mjs");
  const shed = `import { shedInheritance } from ${JSON.stringify(module)};\nshedInheritance();\n`;
  await writeFile(program, `${isShed ? shed : ""}${look}`);
  const shell = `
    umask 0; ulimit -c 100
    exec 3>"$1/low" 9>"$1/middle" 200>"$1/high" 5< <(sleep 1) 201< <(sleep 1) 202<"$1"
    exec "$2" "$3"`;
  const { stdout } = await run("bash", ["-c", shell, "shell", directory, process.execPath, program]);
  return JSON.parse(stdout) as { own: string[]; child: string };
}

describe("shedInheritance", () => {
  it("keeps no open file of the shell that started it, and passes none on", async () => {
    const { own, child } = await start(true);
    expect(own.filter((line) => line.includes(directory))).toEqual([]);
    expect(child).not.toContain(directory);
    expect(own.map((line) => line.split(" ")[0])).not.toEqual(expect.arrayContaining(["201"]));
    expect(child).not.toMatch(/ 5 -> | 201 -> /);
  });

  it("sees what a program that sheds nothing passes on", async () => {
    const { child } = await start(false);
    expect(child).toContain(path.join(directory, "high"));
    expect(child).toMatch(/ 201 -> pipe:/);
  });

  it("passes on neither the shell's mask for new files nor its core files", async () => {
    const { child } = await start(true);
    expect(child).toMatch(/^0022$/m);
    expect(child.split("\n")).toContain("0");
  });

  it("lets nobody be ended after everybody else, or go before them", async () => {
    const { child } = await start(true);
    expect(child.trim().split("\n").slice(-2)).toEqual(["0", "0"]);
  });
});
