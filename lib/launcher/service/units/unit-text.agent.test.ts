import { execFile, spawnSync } from "node:child_process";
import { cp, mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type ServicePlan, serviceRoles, unitName } from "./service-plan.ts";
import { planFor } from "./testing/plan-for.ts";
import { unitText } from "./unit-text.ts";

const run = promisify(execFile);
const hasSystemd = spawnSync("systemd-analyze", ["--version"]).status === 0;
let directory: string;
let files: Record<(typeof serviceRoles)[number], string>;

/** Units whose programs are there, which is all that systemd looks for without running them. */
beforeAll(async () => {
  directory = await mkdtemp(path.join(tmpdir(), "bulkhead-units-"));
  const plan: ServicePlan = planFor(path.join(directory, "home"), path.join(directory, "bin"));
  for (const program of [plan.postgres?.program.pgCtl ?? "", plan.web.node]) {
    await mkdir(path.dirname(program), { recursive: true });
    await cp("/bin/true", program, { dereference: true });
  }
  const written = serviceRoles.map(async (role) => {
    const file = path.join(directory, `${unitName(plan, role)}.service`);
    await writeFile(file, unitText(plan, role));
    return [role, file] as const;
  });
  files = Object.fromEntries(await Promise.all(written)) as typeof files;
});
afterAll(() => rm(directory, { recursive: true, force: true }));

describe.skipIf(!hasSystemd)("systemd (needs systemd-analyze)", () => {
  it("understands every line of the units", async () => {
    const { stdout, stderr } = await run("systemd-analyze", ["verify", ...Object.values(files)]);
    expect(stdout + stderr).toBe("");
  });

  it.each(["database", "worker", "web"] as const)("finds the %s well confined", async (role) => {
    // In tenths of its scale from 0, nothing left open, to 10; what it calls fine ends at 4.
    await run("systemd-analyze", ["security", "--offline=true", "--threshold=25", files[role]]);
  });
});
