import { spawn } from "node:child_process";
import { chown, mkdir, rm, stat, symlink, utimes, writeFile } from "node:fs/promises";
import path from "node:path";
import { createInterface } from "node:readline";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { defaultRuntimeVersion, runtimePaths } from "#agent/runtime-store/runtime-paths.ts";
import { viewAgents } from "./configuration/view-agents.ts";
import { viewChannels } from "./configuration/view-channels.ts";
import { viewRoutes } from "./configuration/view-routes.ts";
import { browserProfiles } from "./sources/browser-profiles.ts";
import { type EffectiveReading, readEffectiveConfig } from "./sources/effective-config.ts";
import { buildHost, type TestHost, type TestTenant } from "./testing/build-host.ts";
import { type WrittenConfig, writtenConfigs } from "./testing/configurations.ts";

/** What OpenClaw's own loader makes of a configuration. */
type Loaded = {
  readonly isRead: boolean;
  readonly resolved: Record<string, unknown> | null;
  readonly isValid: boolean;
  readonly issues: readonly string[];
  readonly agents: readonly string[];
  /** Agent and channel of each binding that is in effect, those too that OpenClaw adds by itself. */
  readonly bindings: readonly string[];
  readonly profiles: Record<string, { driver?: string }> | null;
  /** Group policies that OpenClaw's own audit calls open, by setting. */
  readonly open: readonly string[];
};

let host: TestHost;
let tenant: TestTenant;
let loader: { ask(request: object): Promise<Loaded>; end(): void };

beforeAll(async () => {
  host = await buildHost("/var/tmp");
  tenant = await host.addTenant("reads");
  loader = startLoader();
});
afterAll(async () => {
  loader.end();
  await host.remove();
});

/** OpenClaw's loader, in one process for all configurations. */
function startLoader(): typeof loader {
  const { node } = runtimePaths(host.context.paths, defaultRuntimeVersion);
  const store = path.join(host.context.paths.runtimeStore, defaultRuntimeVersion);
  const program = path.join(import.meta.dirname, "../fixtures/run-openclaw-loader.mjs");
  const env = { HOME: tenant.layout.home, OPENCLAW_STATE_DIR: tenant.layout.state };
  const child = spawn(node, [program, path.join(store, "node_modules", "openclaw")], {
    env: env as unknown as NodeJS.ProcessEnv,
    stdio: ["pipe", "pipe", "inherit"],
  });
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  return {
    async ask(request) {
      child.stdin.write(`${JSON.stringify(request)}\n`);
      const { value = "" } = await lines.next();
      const answer = JSON.parse(value) as { value: Loaded } | { problem: string };
      if ("problem" in answer) throw new Error(answer.problem);
      return answer.value;
    },
    end: () => child.kill(),
  };
}

async function both(written: WrittenConfig): Promise<{ ours: EffectiveReading; theirs: Loaded }> {
  const { layout, record } = tenant;
  const made: string[] = [];
  const put = async (file: string, text: string) => {
    await mkdir(path.dirname(file), { recursive: true });
    await writeFile(file, text);
    await chown(file, record.uid, record.gid);
    made.push(file);
  };
  await put(layout.configFile, written.text);
  for (const [file, text] of Object.entries(written.files ?? {}))
    await put(path.join(layout.config, file), text);
  for (const [file, text] of Object.entries(written.elsewhere ?? {}))
    await put(path.join(layout.tree, file), text);
  for (const [name, to] of Object.entries(written.links ?? {})) {
    await symlink(to, path.join(layout.config, name));
    made.push(path.join(layout.config, name));
  }
  if (written.dotenv !== undefined) await put(path.join(layout.state, ".env"), written.dotenv);
  if (written.startDotenv !== undefined) await put(path.join(layout.start, ".env"), written.startDotenv);
  try {
    const env = {
      HOME: layout.home,
      OPENCLAW_STATE_DIR: layout.state,
      OPENCLAW_CONFIG_PATH: layout.configFile,
      ...written.env,
    };
    const ours = await readEffectiveConfig(host.context, record, env, {
      root: layout.tree,
      configFile: layout.configFile,
      stateDirectory: layout.state,
      workingDirectory: layout.start,
      runningSince: null,
    });
    const theirs = await loader.ask({ env, start: layout.start, configFile: layout.configFile });
    return { ours, theirs };
  } finally {
    for (const file of made) await rm(file);
  }
}

describe("a configuration is read as OpenClaw itself reads it", () => {
  test.each(writtenConfigs.filter(({ explained }) => explained === undefined))("$name", async (written) => {
    const { ours, theirs } = await both(written);
    const { config } = ours;
    const said = config.isReadable
      ? "read"
      : `${config.isInvalid ? "refused" : "not read"}: ${config.reason}`;
    expect(config.isReadable, `${said}; OpenClaw: ${theirs.issues.join()}`).toBe(theirs.isRead);
    if (!config.isReadable) return;
    expect(config.config).toEqual(theirs.resolved);
    if (!theirs.isValid) return;
    expect(viewAgents(config.config).map(({ id }) => id)).toEqual(theirs.agents);
    const routes = viewRoutes(config.config).map(({ agent, channel }) => `${agent} ${channel}`);
    expect(routes).toEqual(expect.arrayContaining([...theirs.bindings]));
    const drivers = Object.entries(theirs.profiles ?? {}).map(([name, { driver = null }]) => [name, driver]);
    const own = browserProfiles(config.config).map(({ name, driver }) => [name, driver]);
    expect(own.toSorted()).toEqual(drivers.toSorted());
    const open = viewChannels(config.config, new Map()).filter(({ openGroups }) => openGroups !== 0);
    for (const setting of theirs.open) expect(open.map(({ kind }) => kind)).toContain(setting.split(".")[1]);
  });

  test.each(writtenConfigs.filter(({ explained }) => explained !== undefined))(
    "or is told not to be known: $name ($explained)",
    async (written) => {
      const { ours, theirs } = await both(written);
      expect(theirs.isRead).toBe(true);
      const { config } = ours;
      if (!config.isReadable) return expect(config.isInvalid).toBe(false);
      expect(config.unknown.length).toBeGreaterThan(0);
    },
  );

  test("what was put into a dotenv file after the Gateway started is not known", async () => {
    const { layout, record } = tenant;
    const file = path.join(layout.state, ".env");
    await writeFile(layout.configFile, `{gateway:{mode:"local"},session:{dmScope:"\${SCOPE}"}}`);
    await writeFile(file, "SCOPE=main");
    // Whoever owns a file can say that it is old.
    await utimes(file, new Date(0), new Date(0));
    const { ctime } = await stat(file);
    const since = async (runningSince: Date) => {
      const places = { root: layout.tree, configFile: layout.configFile, stateDirectory: layout.state };
      const more = { workingDirectory: layout.start, runningSince };
      const env = { HOME: layout.home, OPENCLAW_STATE_DIR: layout.state };
      return readEffectiveConfig(host.context, record, env, { ...places, ...more });
    };
    expect((await since(new Date(ctime.getTime() + 5000))).config).toMatchObject({
      config: { session: { dmScope: "main" } },
      unknown: [],
    });
    const later = await since(new Date(ctime.getTime() - 5000));
    expect(later.unknownVariables).toContain("was changed after the Gateway started");
    expect(later.config).toMatchObject({ unknown: [{ setting: "session.dmScope", name: "SCOPE" }] });
    await rm(file);
  });

  test("over so many configurations", () => {
    expect(writtenConfigs.length).toBeGreaterThanOrEqual(60);
  });
});
