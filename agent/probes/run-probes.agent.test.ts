import { lstatSync, readdirSync } from "node:fs";
import { chmod, copyFile, readdir, readFile, writeFile } from "node:fs/promises";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { listProcesses } from "#agent/proc/list-processes.ts";
import { readCommandLine } from "#agent/proc/read-process.ts";
import type { TenantRecord } from "#agent/tenant/tenant-record.ts";
import { basicHardening, fullHardening, type HardeningChoice } from "#lib/domain/hardening/setting.ts";
import { judgeAttempt } from "#lib/domain/probe/judge-attempt.ts";
import { type ProbeId, probeIds } from "#lib/domain/probe/probes.ts";
import type { Attempt } from "#lib/host-agent/contract/probe.ts";
import { leaks, type NamedLeak } from "./self-test/leaks.ts";
import {
  gatewayStages,
  runSelfTest,
  type SelfTestDeps,
  type SelfTestResult,
} from "./self-test/run-self-test.ts";
import { setHardening } from "./self-test/set-hardening.ts";
import { createProbeHost, isRoot, type ProbeHost } from "./testing/probe-host.ts";

/** What two OS users alone leave open on a host; further hardening closes it. */
const openByNature: readonly ProbeId[] = [
  "port.control",
  "port.relay",
  "port.cdp",
  "shared.socket-abstract",
  "host.address",
  "squat.base-ipv4",
  "squat.base-ipv6",
  "squat.derived",
  "identity.namespaces",
];
const openWhileRunning: readonly ProbeId[] = ["process.cmdline", "gateway.health"];

let host: ProbeHost;
let before: number;
beforeEach(async () => {
  // The umask that tenants' processes inherit: what they leave in /tmp is theirs alone.
  before = process.umask(0o077);
  host = await createProbeHost();
});
afterEach(async () => {
  await host.dispose();
  process.umask(before);
});

const pairOf = (attempts: readonly Attempt[], source: TenantRecord, target: TenantRecord) =>
  new Map(
    attempts
      .filter((attempt) => attempt.source === source.slug && attempt.target === target.slug)
      .map((attempt) => [attempt.probe, attempt]),
  );
const withOutcome = (attempts: ReadonlyMap<ProbeId, Attempt>, outcome: Attempt["outcome"]) =>
  [...attempts.values()]
    .filter((attempt) => attempt.outcome === outcome)
    // Some of the machines on which this runs are a cloud's.
    .filter(({ probe }) => probe !== "host.metadata" || outcome !== "reached")
    .map(({ probe }) => probe);

describe.runIf(isRoot)("between two OS users", () => {
  test("answers every probe of every pair once, and nothing is red but what loopback leaves open", async () => {
    const [a, b, c] = [await host.addTenant(), await host.addTenant(), await host.addTenant()];
    const { attempts } = await host.probe();
    expect(attempts).toHaveLength(probeIds.length * 6);
    for (const [source, target] of [
      [a, b],
      [b, a],
      [c, a],
    ] as const) {
      const pair = pairOf(attempts, source, target);
      expect([...pair.keys()].sort()).toEqual([...probeIds].sort());
      expect(withOutcome(pair, "reached").sort()).toEqual([...openByNature].sort());
    }
    for (const attempt of attempts) {
      const { verdict, reason } = judgeAttempt(attempt);
      if (attempt.outcome === "refused") expect(verdict).toBe("proven");
      if (verdict !== "proven") expect(reason).not.toBe("");
    }
  });

  test("measures a running Gateway's process and port, each with a control", async () => {
    const [a, b] = [await host.addTenant(), await host.addTenant()];
    await host.start(b);
    const pair = pairOf((await host.probe()).attempts, a, b);
    expect(withOutcome(pair, "reached").sort()).toEqual(
      [...openByNature.filter((probe) => !probe.startsWith("squat.base")), ...openWhileRunning].sort(),
    );
    for (const probe of ["environ", "cwd", "fds", "maps", "signal", "ptrace", "inspector"]) {
      expect(pair.get(`process.${probe}` as ProbeId)).toMatchObject({
        outcome: "refused",
        control: { by: "root", outcome: "reached" },
      });
    }
    expect(pair.get("gateway.http")).toMatchObject({
      outcome: "refused",
      control: { by: "target", outcome: "reached" },
    });
    for (const probe of ["squat.base-ipv4", "squat.base-ipv6"] as const) {
      const held = { outcome: "absent", seen: expect.stringMatching(/Gateway runs and holds/) };
      expect(pair.get(probe), probe).toMatchObject(held);
    }
    expect(pair.get("squat.derived")).toMatchObject({ control: { by: "target", outcome: "reached" } });
  });

  test("finds nothing to reach of a Gateway that is stopped, and of what it needs to be tried", async () => {
    const [a, b] = [await host.addTenant(), await host.addTenant()];
    const pair = pairOf((await host.probe()).attempts, a, b);
    const needing = probeIds.filter((probe) =>
      /^(process|gateway)\.|^openclaw.read|^shared.mdns/.test(probe),
    );
    for (const probe of needing) {
      expect(pair.get(probe), probe).toMatchObject({
        outcome: "absent",
        seen: expect.stringMatching(/stopped/),
      });
    }
    const seen = ["files.browser", "files.credentials", "port.browser", "port.browser-shared"] as const;
    for (const probe of [...seen, "openclaw.agent-turn"] as const)
      expect(pair.get(probe), probe).toMatchObject({ outcome: "absent", control: { by: "root" } });
    // Nobody told the agent of these tests where a dashboard listens.
    expect(withOutcome(pair, "unmeasured").filter((probe) => probe !== "host.dashboard")).toEqual([]);
  });

  test("holds nothing for absent that somebody other than the host agent put there", async () => {
    const [a, b] = [await host.addTenant(), await host.addTenant()];
    const { configFile } = host.layout(b.slug);
    await writeFile(configFile, `${await readFile(configFile, "utf8")}\n`);
    const pair = pairOf((await host.probe()).attempts, a, b);
    expect(pair.get("files.browser")).toMatchObject({ outcome: "unmeasured" });
    await host.start(b);
    const running = pairOf((await host.probe()).attempts, a, b);
    for (const probe of ["port.browser", "port.browser-shared", "files.browser"] as const)
      expect(running.get(probe), probe).toMatchObject({ outcome: "unmeasured" });
  });

  test("leaves unmeasured what a Gateway took along that dies during the run", async () => {
    const [a, b] = [await host.addTenant(), await host.addTenant()];
    const pid = await host.start(b);
    const { attempts } = await host.probe(undefined, (event) => {
      if (event.type === "started") process.kill(pid, "SIGKILL");
    });
    const pair = pairOf(attempts, a, b);
    const needing = [...pair.values()].filter(({ probe }) => /^(process|gateway)\./.test(probe));
    expect(needing.filter(({ outcome }) => outcome !== "unmeasured")).toEqual([]);
  });

  test("sees that a Gateway takes another tenant's token", async () => {
    const [a, b] = [await host.addTenant(), await host.addTenant()];
    await host.setToken(a, "one-token-for-two-tenants-0123456789");
    await host.setToken(b, "one-token-for-two-tenants-0123456789");
    await host.start(b);
    const { attempts } = await host.probe();
    expect(withOutcome(pairOf(attempts, a, b), "reached")).toContain("gateway.http");
    expect(JSON.stringify(attempts)).not.toContain("one-token-for-two");
  });

  test("sees that one tenant's processes run as the other's user", async () => {
    const [a, b] = [await host.addTenant(), await host.addTenant()];
    await host.registry.update(b.slug, (record) => ({ ...record, uid: a.uid, gid: a.gid }));
    const { attempts } = await host.probe();
    const red = withOutcome(pairOf(attempts, b, a), "reached");
    expect(red).toEqual(
      expect.arrayContaining(["identity.uid", "identity.gid", "files.secrets", "files.write"]),
    );
    await host.registry.update(b.slug, (record) => ({ ...record, uid: b.uid, gid: b.gid }));
  });

  test("names a tenant from which nothing can be tried, and calls nothing of it proven", async () => {
    const [a, b] = [await host.addTenant(), await host.addTenant()];
    await host.registry.update(a.slug, (record) => ({ ...record, runtimeVersion: "2020.1.1" }));
    const { events, attempts } = await host.probe();
    const started = events.find((event) => event.type === "started");
    expect(started?.leftOut.map(({ slug }) => slug)).toEqual([a.slug]);
    expect(pairOf(attempts, a, b).size).toBe(probeIds.length);
    expect(withOutcome(pairOf(attempts, a, b), "unmeasured")).toHaveLength(probeIds.length);
    const files = [...pairOf(attempts, b, a).values()].filter(({ probe }) => probe.startsWith("files."));
    expect(files.every(({ outcome }) => outcome === "unmeasured")).toBe(true);
  });

  test("does not believe a tenant whose probe process is killed by its own user", async () => {
    const [a, b] = [await host.addTenant(), await host.addTenant()];
    const { attempts } = await host.probe(undefined, (event) => {
      if (event.type !== "started") return;
      for (const { pid } of runners().filter(({ uid }) => uid === a.uid)) process.kill(pid, "SIGKILL");
    });
    expect(withOutcome(pairOf(attempts, a, b), "refused")).toEqual([]);
    expect(
      withOutcome(pairOf(attempts, b, a), "refused").filter((probe) => probe.startsWith("files.")),
    ).toEqual([]);
    for (const pair of [pairOf(attempts, a, b), pairOf(attempts, b, a)])
      expect(withOutcome(pair, "absent")).toEqual([]);
    expect(await leftovers([a, b])).toEqual([]);
  });

  test("leaves nothing behind, neither after a run nor after a cancelled one", async () => {
    const [a, b] = [await host.addTenant(), await host.addTenant()];
    const trees = await leftovers([a, b]);
    await host.probe();
    expect(await leftovers([a, b])).toEqual(trees);
    for (const moment of ["progress", "started"] as const) {
      const cancel = new AbortController();
      const cancelled = host.probe(cancel.signal, (event) => {
        if (event.type === moment) cancel.abort(new Error("cancelled"));
      });
      await expect(cancelled).rejects.toThrow("cancelled");
      expect(await leftovers([a, b])).toEqual(trees);
      expect(runners().filter(({ uid }) => uid === a.uid || uid === b.uid)).toEqual([]);
    }
  });

  test("the self-test opens one hole at a time, and exactly the right probes turn red", async () => {
    // Those that need a Gateway are tried with real ones.
    const isWanted = ({ stage }: NamedLeak) => !gatewayStages.has(stage);
    const result = await selfTest(isWanted);
    expect(uncaught(result)).toEqual([]);
    expect(result.rows.length).toBeGreaterThan(leaks.filter(isWanted).length - 5);
    expect(host.registry.list()).toEqual([]);
  });

  test("what already is wrong with the host hides no leak from the self-test", async () => {
    const program = path.join(host.context.paths.home, "runs-as-root");
    await copyFile("/usr/bin/cat", program);
    await chmod(program, 0o4755);
    const result = await selfTest(({ id }) => id === "program-of-another");
    expect(uncaught(result)).toEqual([]);
    expect(result.rows).toMatchObject([{ redItems: expect.arrayContaining(["host-access"]) }]);
  });

  function selfTest(isWanted: (leak: NamedLeak) => boolean): Promise<SelfTestResult> {
    const deps: SelfTestDeps = {
      registry: host.registry,
      locks: host.locks,
      provision: (slug) => host.addTenant(slug),
      remove: (slug) => host.removeTenant(slug),
      isWanted,
    };
    return runSelfTest(host.context, deps, () => {}, new AbortController().signal);
  }

  function uncaught({ rows }: SelfTestResult): string[] {
    return rows.filter(({ isCaught }) => !isCaught).map(({ id, detail }) => `${id}: ${detail}`);
  }
});

test.runIf(isRoot)(
  "hardening turns the loopback and /proc probes from failed to proven, and back",
  async () => {
    const hasAll =
      host.context.hardening.privateView.isAvailable && host.context.hardening.loopbackFirewall.isAvailable;
    const [a, b] = [await host.addTenant(), await host.addTenant()];
    const redWith = async (hardening: HardeningChoice) => {
      for (const { slug } of [a, b]) await setHardening(host.context, host.registry, slug, hardening);
      await host.start(b);
      const red = withOutcome(pairOf((await host.probe()).attempts, a, b), "reached");
      await host.stop(b);
      return red;
    };
    const bare = await redWith(basicHardening);
    expect(bare).toEqual(expect.arrayContaining([...openWhileRunning, "port.cdp"]));
    const oneNetwork = { ...fullHardening, "network-namespace": false };
    expect(await redWith(oneNetwork)).toEqual(
      hasAll ? ["shared.socket-abstract", "host.address"] : expect.any(Array),
    );
    const hasNetwork = host.context.hardening.networkNamespace.isAvailable;
    expect(await redWith(fullHardening)).toEqual(hasAll && hasNetwork ? [] : expect.any(Array));
    expect(await redWith(basicHardening)).toEqual(bare);
  },
);

test.runIf(isRoot)(
  "beside a Gateway in a network of its own its port on the host's ::1 is free to be taken, and is tried",
  async (context) => {
    const { networkNamespace, loopbackFirewall } = host.context.hardening;
    if (!networkNamespace.isAvailable || !loopbackFirewall.isAvailable)
      return context.skip("This host gives no network of a tenant's own, or no firewall.");
    const [a, b] = [await host.addTenant(), await host.addTenant()];
    await setHardening(host.context, host.registry, b.slug, fullHardening);
    await host.start(b);
    const squatting = async () => {
      const pair = pairOf((await host.probe()).attempts, a, b);
      return [pair.get("squat.base-ipv4"), pair.get("squat.base-ipv6"), pair.get("squat.derived")];
    };
    const proven = { outcome: "refused", control: { outcome: "reached" } };
    expect(await squatting()).toMatchObject([
      { outcome: "absent" },
      { ...proven, control: { by: "root", outcome: "reached" } },
      proven,
    ]);
    // The source is in the host's network: nothing but the firewall keeps it from being heard there.
    const open = { ...fullHardening, "loopback-firewall": false };
    await setHardening(host.context, host.registry, b.slug, open);
    expect(await squatting()).toMatchObject([{ outcome: "absent" }, { outcome: "reached" }, proven]);
  },
);

test("under one OS user the probes get through, and say so", async () => {
  await host.dispose();
  host = await createProbeHost({ isOneUser: true });
  const [a, b] = [await host.addTenant(), await host.addTenant()];
  await host.start(b);
  const red = withOutcome(pairOf((await host.probe()).attempts, a, b), "reached");
  for (const probe of [
    "files.workspace",
    "files.secrets",
    "files.write",
    "process.environ",
    "process.signal",
  ]) {
    expect(red).toContain(probe);
  }
  expect(red).toContain("identity.uid");
});

function runners() {
  return listProcesses().filter(({ pid }) =>
    readCommandLine(pid)?.some((part) => part.includes("/probe-runner-")),
  );
}

/** Everything below the tenants' trees, and of their users in shared places, that could be a probe's. */
async function leftovers(records: readonly TenantRecord[]): Promise<string[]> {
  const trees = await Promise.all(
    records.map(({ slug }) => readdir(host.layout(slug).tree, { recursive: true })),
  );
  const shared = ["/tmp", "/var/tmp", "/dev/shm"].flatMap((place) =>
    readdirSync(place)
      .filter((name) => {
        // Another run on this host may be under way.
        const owner = lstatSync(path.join(place, name), { throwIfNoEntry: false })?.uid;
        return records.some(({ uid }) => uid === owner);
      })
      .map((name) => path.join(place, name)),
  );
  return [...trees.flat(), ...shared].filter((name) => name.includes(".bulkhead-probe-")).sort();
}
