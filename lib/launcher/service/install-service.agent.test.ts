import { chmod, mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { freePort } from "#agent/fixtures/free-port.ts";
import { ownTestRuntime } from "#agent/fixtures/test-runtime.ts";
import { db } from "#lib/db/db.ts";
import { type InstallationPaths, installationPaths } from "#lib/domain/host/installation-paths.ts";
import { until } from "#lib/launcher/process/until.ts";
import { takeInstallationLock } from "#lib/launcher/running/installation-lock.ts";
import { buildEnvironment } from "#lib/launcher/settings/child-environments.ts";
import { buildWeb } from "#lib/launcher/web/build-web.ts";
import { sourceHash } from "#lib/launcher/web/source-hash.ts";
import { closeJobQueue } from "#lib/queue/job-queue.ts";
import { requestHostCheck } from "#lib/services/check/index.ts";
import { actorOf, buildUser } from "#prisma/builders/build-user.ts";
import { unitPrefix } from "./make-plan.ts";
import { requireOwnPrograms } from "./require-own-programs.ts";
import { type Answer, type BootedHost, bootHost, bootProblem } from "./testing/booted-host.ts";
import { type ServiceRole, serviceRoles, unitDirectory, unitName } from "./units/service-plan.ts";

const root = path.resolve(import.meta.dirname, "../../..");
const problem = bootProblem() ?? (await cloneProblem());

function cloneProblem(): Promise<string | null> {
  return requireOwnPrograms([root]).then(
    () => null,
    () => "needs a clone that root alone can write",
  );
}

let host: BootedHost;
let paths: InstallationPaths;
let port: number;
let prefix: string;

const unit = (role: ServiceRole) => unitName({ prefix }, role);
const command = (...words: string[]): Promise<Answer> =>
  host.run([process.execPath, path.join(root, "lib", "launcher", "bootstrap.mjs"), ...words], {
    BULKHEAD_HOME: paths.home,
    PORT: String(port),
  });

async function systemctl(...words: string[]): Promise<string> {
  const { code, output } = await host.run(["systemctl", ...words]);
  if (code !== 0) throw new Error(`systemctl ${words.join(" ")}: ${output}`);
  return output.trim();
}

const states = () =>
  Promise.all(serviceRoles.map((role) => systemctl("show", "-p", "ActiveState", "--value", unit(role))));
const pidOf = async (role: ServiceRole) =>
  Number(await systemctl("show", "-p", "MainPID", "--value", unit(role)));

/** What the dashboard answers, on that host. */
async function signInPage(): Promise<string> {
  const ask = `fetch("http://127.0.0.1:${port}/sign-in").then((r) => console.log(r.status), () => console.log("none"))`;
  return (await host.run([process.execPath, "-e", ask])).output.trim();
}

async function variablesOf(role: ServiceRole): Promise<Record<string, string>> {
  const text = await readFile(path.join(paths.service, `${role}.env`), "utf8");
  const lines = [...text.matchAll(/^(\w+)="(.*)"$/gm)];
  return Object.fromEntries(lines.map(([, name = "", value = ""]) => [name, value]));
}

/** Connections of whoever follows the agent's observations. */
async function watching(): Promise<number> {
  const rows = await db.$queryRaw<{ count: number }[]>`
    SELECT count(*)::int AS count FROM pg_stat_activity WHERE application_name = 'bulkhead-watch'`;
  return rows[0]?.count ?? 0;
}

/** In the order in which they stand: each finds the host as the one before has left it. */
describe.skipIf(problem !== null)(
  `on a host that systemd boots${problem === null ? "" : ` (${problem})`}`,
  () => {
    beforeAll(async () => {
      const never = new AbortController().signal;
      await buildWeb(root, sourceHash(root), buildEnvironment(process.env), () => {}, never);
      paths = installationPaths(await mkdtemp("/opt/bulkhead-service-"));
      await chmod(paths.home, 0o755);
      await ownTestRuntime(paths.home);
      port = await freePort();
      prefix = await unitPrefix(paths.home);
      host = await bootHost(paths.home);
    });
    afterAll(async () => {
      await closeJobQueue();
      await db.$disconnect();
      await host?.dispose();
      await rm(paths.home, { recursive: true, force: true });
    });

    it("isn't installed while a launcher has the installation, and says how to end that", async () => {
      const release = takeInstallationLock(path.join(paths.home, "launcher.lock"));
      const { code, output } = await command("install-service");
      release?.();
      expect([code, output]).toEqual([
        1,
        expect.stringContaining("A service can't take it over while it runs"),
      ]);
      expect((await host.run(["systemctl", "cat", unit("agent")])).code).not.toBe(0);
    });

    it("is installed from nothing by one command, and up when that ends", async () => {
      const { code, output } = await command("install-service");
      expect([code, output]).toEqual([0, expect.stringContaining("Bulkhead is up: http://localhost:")]);
      expect(output).toMatch(/One-time password +\S/);
      expect(await states()).toEqual(["active", "active", "active", "active"]);
      expect(await signInPage()).toBe("200");
      const reach = Object.entries(await variablesOf("worker"));
      Object.assign(
        process.env,
        Object.fromEntries(reach.filter(([name]) => /^(BULKHEAD_|DATABASE_)/.test(name))),
      );
    });

    it("shows its secrets in no unit, in nothing that systemd tells of one, and on no command line", async () => {
      const password = new URL(process.env.DATABASE_URL ?? "").password;
      expect(password).not.toBe("");
      for (const role of serviceRoles) {
        const shown = [await systemctl("cat", unit(role)), await systemctl("show", unit(role))].join("\n");
        const line = (await host.run(["cat", `/proc/${await pidOf(role)}/cmdline`])).output;
        expect(`${shown}${line}`).not.toContain(password);
      }
      expect((await host.run(["stat", "-c", "%a %U", paths.service])).output.trim()).toBe("700 root");
    });

    it("has its jobs done by the worker, and none by the web", async () => {
      await systemctl("stop", unit("worker"));
      const { id: hostId } = await db.host.findFirstOrThrow();
      const check = await requestHostCheck(actorOf(await buildUser()), { hostId });
      expect(await signInPage()).toBe("200");
      expect(await watching()).toBe(0);
      const before = new Date();
      await systemctl("start", unit("worker"));
      const isDone = async () =>
        (await db.hostCheck.findUniqueOrThrow({ where: { id: check.id } })).status === "done";
      expect(await until(isDone, 60_000, 200)).toBe(true);
      const jobs = await db.$queryRaw<{ started_on: Date }[]>`
      SELECT started_on FROM pgboss.job WHERE id = ${check.id}::uuid`;
      expect(jobs[0]?.started_on.getTime()).toBeGreaterThan(before.getTime());
      expect(await watching()).toBe(1);
    });

    it("leaves what the agent started running while the agent is stopped, killed and started", async () => {
      // Stands in for a Gateway: what the agent starts is in its unit's group of processes.
      const group = `/sys/fs/cgroup/system.slice/${unit("agent")}.service/cgroup.procs`;
      const start = `(echo $BASHPID > ${group} && exec sleep 3600) > /dev/null 2>&1 & echo $!`;
      const gateway = (await host.run(["bash", "-c", start])).output.trim();
      expect(await systemctl("status", "--full", unit("agent"))).toContain(`${gateway} sleep`);
      await systemctl("stop", unit("agent"));
      await systemctl("start", unit("agent"));
      const killed = await pidOf("agent");
      await host.run(["kill", "-KILL", String(killed)]);
      expect(await until(async () => ![0, killed].includes(await pidOf("agent")), 30_000, 200)).toBe(true);
      expect(await systemctl("status", "--full", unit("agent"))).toContain(`${gateway} sleep`);
    });

    it("is brought up to date by the same command, which leaves the database running", async () => {
      const [database, web] = [await pidOf("database"), await pidOf("web")];
      const { code, output } = await command("install-service");
      expect([code, output]).toEqual([0, expect.stringContaining("Bulkhead is up")]);
      expect(await states()).toEqual(["active", "active", "active", "active"]);
      expect(await pidOf("database")).toBe(database);
      expect(await pidOf("web")).not.toBe(web);
    });

    it("keeps `npm start` from bringing the installation up a second time", async () => {
      const { code, output } = await command("start");
      expect([code, output]).toEqual([1, expect.stringContaining("is a service of this host")]);
    });

    it("is back after a reboot", async () => {
      await db.$disconnect();
      await closeJobQueue();
      await host.reboot();
      expect(await until(async () => (await signInPage()) === "200", 60_000, 500)).toBe(true);
      expect(await states()).toEqual(["active", "active", "active", "active"]);
      expect(await until(async () => (await watching().catch(() => 0)) === 1, 30_000, 200)).toBe(true);
    });

    it("is stopped by `npm run down` as a whole", async () => {
      const { code, output } = await command("down");
      expect([code, output]).toEqual([0, expect.stringContaining("It comes back when this host boots.")]);
      expect(await states()).toEqual(["inactive", "inactive", "inactive", "inactive"]);
    });

    it("is taken away without a trace, and the installation stays", async () => {
      const { code } = await command("install-service", "--remove");
      expect(code).toBe(0);
      expect((await host.run(["ls", unitDirectory])).output).not.toContain(prefix);
      expect((await host.run(["ls", `${unitDirectory}/multi-user.target.wants`])).output).not.toContain(
        prefix,
      );
      expect(await readdir(paths.home)).toEqual(expect.arrayContaining(["postgres", "agent", "web"]));
      expect(await readdir(paths.home)).not.toContain("service");
      const again = await command("install-service", "--remove");
      expect([again.code, again.output]).toEqual([0, expect.stringContaining("there is nothing to remove")]);
    });
  },
);
