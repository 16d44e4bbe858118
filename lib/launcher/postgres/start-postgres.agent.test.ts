import { spawn } from "node:child_process";
import { once } from "node:events";
import { writeFile } from "node:fs/promises";
import path from "node:path";
import { Client } from "pg";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { makeScratchCluster } from "#lib/db/testing/scratch-cluster.ts";
import type { Child } from "#lib/launcher/process/child.ts";
import { identifyProcess, isAlive } from "#lib/launcher/process/process-identity.ts";
import { spawnIdentity } from "#lib/launcher/process/run-as.ts";
import { until } from "#lib/launcher/process/until.ts";
import { databaseUrl } from "./postgres-paths.ts";
import { startPostgres } from "./start-postgres.ts";

let cluster: Awaited<ReturnType<typeof makeScratchCluster>>;
const started: Child[] = [];

beforeAll(async () => {
  cluster = await makeScratchCluster();
});
afterEach(async () => {
  for (const server of started.splice(0)) await server.stop();
});
afterAll(() => cluster.remove());

async function start(): Promise<Child> {
  const server = await startPostgres(cluster);
  started.push(server);
  return server;
}

async function query(sql: string): Promise<Record<string, unknown>[]> {
  const client = new Client({ connectionString: databaseUrl(cluster.paths, cluster.password, "postgres") });
  client.on("error", () => {});
  await client.connect();
  try {
    return (await client.query(sql)).rows;
  } finally {
    await client.end();
  }
}

describe("startPostgres", () => {
  it("loses no committed row when the server is killed", async () => {
    const first = await start();
    await query("CREATE TABLE kept (n int)");
    await query("INSERT INTO kept SELECT generate_series(1, 1000)");
    process.kill(first.pid, "SIGKILL");
    await first.exited;
    await start();
    expect(await query("SELECT count(*)::int AS count FROM kept")).toEqual([{ count: 1000 }]);
  });

  it("listens on no port and lets nobody in without the password", async () => {
    await start();
    expect(await query("SHOW listen_addresses")).toEqual([{ listen_addresses: "" }]);
    const stranger = new Client({ connectionString: databaseUrl(cluster.paths, "guess", "postgres") });
    await expect(stranger.connect()).rejects.toThrow(/password authentication failed/);
  });

  it("takes over from a server that was left behind", async () => {
    const left = await start();
    const identity = await identifyProcess(left.pid);
    const next = await start();
    expect(identity && (await isAlive(identity))).toBe(false);
    expect(next.pid).not.toBe(left.pid);
    expect(await query("SELECT 1 AS one")).toEqual([{ one: 1 }]);
  });

  it("starts although the pid in an old lock file belongs to another process now", async () => {
    const bystander = spawn("sleep", ["600"], { ...spawnIdentity(cluster.runAs), stdio: "ignore" });
    await once(bystander, "spawn");
    const { socketDirectory, data } = cluster.paths;
    await writeFile(
      path.join(data, "postmaster.pid"),
      `${bystander.pid}\n${data}\n1\n5432\n${socketDirectory}\n\n`,
    );
    await start();
    expect(bystander.exitCode).toBeNull();
    expect(bystander.signalCode).toBeNull();
    bystander.kill();
  });

  it("doesn't leave a server behind when the launcher is killed", async () => {
    const program = `
      import { startPostgres } from "#lib/launcher/postgres/start-postgres.ts";
      process.on("message", async (options) => process.send((await startPostgres(options)).pid));
      process.on("disconnect", () => {});
      process.send("listening");
    `;
    const launcher = spawn(process.execPath, ["--input-type=module", "--eval", program], {
      stdio: ["ignore", "inherit", "inherit", "ipc"],
    });
    await once(launcher, "message");
    const { remove: _, ...options } = cluster;
    launcher.send(options);
    const [pid] = (await once(launcher, "message")) as [number];
    const server = await identifyProcess(pid);
    launcher.kill("SIGKILL");
    expect(server).not.toBeNull();
    expect(await until(async () => server !== null && !(await isAlive(server)), 15_000)).toBe(true);
  });
});
