import { execFile } from "node:child_process";
import { readdirSync, readFileSync, readlinkSync } from "node:fs";
import path from "node:path";
import { promisify } from "node:util";
import { expect, test } from "@playwright/test";
import { Client } from "pg";
import { readCommandLine } from "#agent/proc/read-process.ts";
import { authSecretFile } from "#lib/launcher/files/secret-files.ts";
import { until } from "#lib/launcher/process/until.ts";
import { serviceUserNames } from "#lib/launcher/users/service-users.ts";
import { inheritedFile, inheritedVariable } from "./fixtures/installation.ts";
import { installation } from "./fixtures/running-installation.ts";
import { buildPerson, signIn } from "./fixtures/sign-in.ts";

const run = promisify(execFile);
const isRoot = process.getuid?.() === 0;

function uidOf(pid: number): number {
  return Number(/^Uid:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, "utf8"))?.[1]);
}

async function uidNamed(name: string): Promise<number> {
  return Number((await run("id", ["-u", name])).stdout);
}

function processes(): number[] {
  return readdirSync("/proc").map(Number).filter(Number.isInteger);
}

/** Nothing of a process that is another's or gone meanwhile. */
function openFiles(pid: number): string[] {
  return orNothing(() => readdirSync(`/proc/${pid}/fd`), []).map((fd) =>
    orNothing(() => readlinkSync(`/proc/${pid}/fd/${fd}`), ""),
  );
}

function environmentOf(pid: number): string {
  return orNothing(() => readFileSync(`/proc/${pid}/environ`, "utf8"), "");
}

function orNothing<T>(read: () => T, nothing: T): T {
  try {
    return read();
  } catch {
    return nothing;
  }
}

test("a second start says that it already runs, and where", async () => {
  const output = await installation.command("start");
  expect(output).toMatch(/^Bulkhead runs already: http:\/\/localhost:\d+ \(pid \d+\)/m);
});

const withoutRoot = "Without root everything runs as one user.";

test("web and database run as two users of this installation who can become nobody else, the agent as root", async () => {
  test.info().skip(!isRoot, withoutRoot);
  const names = await serviceUserNames(installation.paths.home);
  const uids = [installation.pidOf("Web"), installation.pidOf("Database")].map(uidOf);
  expect(uids).toEqual([await uidNamed(names.web), await uidNamed(names.database)]);
  expect(new Set([...uids, 0]).size).toBe(3);
  expect(uidOf(installation.pidOf("Host agent"))).toBe(0);
  for (const name of ["Web", "Database"] as const) {
    const status = readFileSync(`/proc/${installation.pidOf(name)}/status`, "utf8");
    expect(status).toMatch(/^NoNewPrivs:\s+1$/m);
    expect(status).toMatch(/^CapBnd:\s+0+$/m);
    expect(status).toMatch(/^CapEff:\s+0+$/m);
    expect(status).toMatch(/^Groups:\s*$/m);
  }
});

test("neither reads the other's files nor the agent's, and the web alone is let to the agent", async () => {
  test.info().skip(!isRoot, withoutRoot);
  const { paths } = installation;
  const { web, database } = await serviceUserNames(paths.home);
  const may = (user: string, right: "-r" | "-w" | "-x", file: string) =>
    run("setpriv", [`--reuid=${user}`, `--regid=${user}`, "--clear-groups", "test", right, file]).then(
      () => true,
      () => false,
    );
  const own = { web: authSecretFile(paths), database: path.join(paths.postgres, "password") };
  expect(await may(web, "-r", own.web)).toBe(true);
  expect(await may(database, "-r", own.database)).toBe(true);
  expect(await may(web, "-w", paths.agentSocket)).toBe(true);
  expect(await may(web, "-w", path.join(paths.postgresSocket, ".s.PGSQL.5432"))).toBe(true);
  expect(await may(web, "-w", paths.web)).toBe(false);
  for (const file of [own.database, paths.postgres, paths.agentToken, paths.registry, paths.launcherState]) {
    expect([file, await may(web, "-r", file)]).toEqual([file, false]);
  }
  for (const file of [own.web, paths.webAgentToken, paths.web, paths.agentToken, paths.registry]) {
    expect([file, await may(database, "-r", file)]).toEqual([file, false]);
  }
  expect(await may(database, "-w", paths.agentSocket)).toBe(false);
  expect(await may("nobody", "-x", paths.postgresSocket)).toBe(false);
});

test("no process of it has what the shell that started it had open, or its variables", () => {
  const file = inheritedFile(installation.paths);
  const holders = processes().filter((pid) => openFiles(pid).includes(file));
  expect(holders.map(readCommandLine)).toEqual([]);
  const uids = (["Web", "Database"] as const).map((name) => uidOf(installation.pidOf(name)));
  const own = [installation.pidOf("Host agent"), ...processes().filter((pid) => uids.includes(uidOf(pid)))];
  const withVariable = isRoot ? own.filter((pid) => environmentOf(pid).includes(inheritedVariable)) : [];
  expect(withVariable.map(readCommandLine)).toEqual([]);
});

test("the web's database role can't change or remove what is written of who did what", async () => {
  const web = environmentOf(installation.pidOf("Web"));
  const url = /(?:^|\0)DATABASE_URL=([^\0]+)/.exec(web)?.[1];
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    const { rows } = await client.query("SELECT rolsuper FROM pg_roles WHERE rolname = current_user");
    expect(rows).toEqual([{ rolsuper: false }]);
    for (const sql of [
      `UPDATE "Activity" SET action = ''`,
      `DELETE FROM "Activity"`,
      `TRUNCATE "Activity"`,
    ]) {
      await expect(client.query(sql)).rejects.toThrow("permission denied for table Activity");
    }
  } finally {
    await client.end();
  }
});

for (const name of ["Web", "Host agent", "Database"] as const) {
  test(`${name} comes back after kill -9, and people stay signed in`, async ({ page }) => {
    await signIn(page, await buildPerson("operator"));
    const killed = installation.pidOf(name);
    process.kill(killed, "SIGKILL");
    expect(await until(() => installation.pidOf(name) !== killed, 30_000)).toBe(true);
    await page.reload();
    await expect(page.getByRole("navigation").first()).toBeVisible();
    await expect(page).not.toHaveURL(/\/sign-in/);
  });
}
