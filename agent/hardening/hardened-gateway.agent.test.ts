import { rm, writeFile } from "node:fs/promises";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { runAudit } from "#agent/audit/run-audit.ts";
import { boundaryCommand } from "#agent/boundary/boundary-command.ts";
import { noHostHardening } from "#agent/context/host-hardening.ts";
import { collectHostEvidence } from "#agent/evidence/collect-host-evidence.ts";
import { collectSteps } from "#agent/fixtures/collect-steps.ts";
import { createRealHost, type RealHost } from "#agent/fixtures/real-host.ts";
import { untilObserved } from "#agent/fixtures/until-observed.ts";
import { forwardersOf } from "#agent/network/find-forwarder.ts";
import { networkPlace } from "#agent/network/network-place.ts";
import { listProcesses, processesOfUid } from "#agent/proc/list-processes.ts";
import { networkAt } from "#agent/proc/network-of.ts";
import { readEnviron, readProcess } from "#agent/proc/read-process.ts";
import { applyHardening } from "#agent/provision/apply-hardening.ts";
import { planTenant } from "#agent/provision/plan-tenant.ts";
import { createSupervisor } from "#agent/runtime/supervisor.ts";
import { runtimePaths } from "#agent/runtime-store/runtime-paths.ts";
import { runCommand } from "#agent/system/run-command.ts";
import { hostProcessOf } from "#agent/tenant/gateway-handle.ts";
import { tenantLayout } from "#agent/tenant/tenant-layout.ts";
import type { TenantRecord } from "#agent/tenant/tenant-record.ts";
import { basicHardening, fullHardening, type HardeningSetting } from "#lib/domain/hardening/setting.ts";
import { applyRules } from "#lib/domain/mistakes/apply-rules.ts";
import { tenantSpecSchema } from "#lib/host-agent/contract/tenant-spec.ts";
import { detectHostHardening } from "./detect-host-hardening.ts";
import { observeHardening } from "./observe-hardening.ts";
import { connectAs } from "./testing/as-user.ts";

const isRoot = process.getuid?.() === 0;
const can = await detectHostHardening(isRoot);
const never = new AbortController().signal;
const canary = path.join("/tmp", `bulkhead-canary-${process.pid}`);

describe.skipIf(!can.privateView.isAvailable || !can.loopbackFirewall.isAvailable)(
  "a hardened tenant (needs root, bubblewrap and nftables)",
  () => {
    let host: RealHost;
    let [a, b]: TenantRecord[] = [];

    beforeAll(async () => {
      host = await createRealHost();
      a = await host.provision("hard-a");
      b = await host.provision("hard-b");
      await writeFile(canary, "seen", { mode: 0o644 });
    });
    afterAll(async () => {
      await rm(canary, { force: true });
      await host.dispose();
    });

    const tenants = () => {
      if (!a || !b) throw new Error("The tenants were not provisioned.");
      return { a: host.registry.require(a.slug), b: host.registry.require(b.slug) };
    };
    /** What a program of the tenant's own prints inside its boundary. */
    const inside = async (tenant: TenantRecord, script: string): Promise<string> => {
      const command = boundaryCommand(host.context, tenant, ["PROGRAM"]);
      const { node } = runtimePaths(host.context.paths, tenant.runtimeVersion);
      const args = [...command.args.slice(0, command.args.lastIndexOf(node)), node, "-e", script];
      const result = await runCommand({ ...command, args }, { timeoutMs: 20_000 });
      return result.stdout.trim() || result.stderr;
    };
    const observed = async (setting: HardeningSetting) => {
      const report = await observeHardening(host.context, host.registry, tenants().b);
      return report.settings.find((each) => each.setting === setting)?.observed;
    };
    let generation = 10;
    const apply = async (change: Partial<typeof fullHardening>) => {
      const { emit, ended } = collectSteps();
      generation += 1;
      const order = { slug: tenants().b.slug, choice: { ...fullHardening, ...change }, generation };
      await applyHardening(host, order, emit, never);
      return ended;
    };

    test("is seen as asked for while its Gateway runs, and never before", async () => {
      const { b } = tenants();
      const before = await observeHardening(host.context, host.registry, b);
      expect(before.isRunning).toBe(false);
      expect(new Set(before.settings.map((setting) => setting.observed))).toEqual(new Set(["unknown"]));

      const running = await host.supervisor.start(b.slug, 1, () => {}, never);
      expect(readProcess(running.pid ?? 0)).toMatchObject({ uid: b.uid, sid: running.pid });
      const { settings } = await observeHardening(host.context, host.registry, tenants().b);
      for (const { setting, asked, observed } of settings) {
        const isGiven = setting !== "network-namespace" || can.networkNamespace.isAvailable;
        expect([setting, asked, observed]).toEqual([setting, true, isGiven ? "on" : "off"]);
      }
    });

    test("breaks no rule for mistakes while it runs", async () => {
      const { tenants: seen } = await collectHostEvidence(host.context, host.registry);
      const views = seen.map(({ slug, configuration }) => ({ slug, configuration: configuration ?? null }));
      const own = applyRules(views).filter(({ slug }) => slug === tenants().b.slug);
      expect(own.filter(({ state }) => state !== "clean")).toEqual([]);
    });

    test("leaves the evidence of all ten items measured and whole", async () => {
      const { tenants: seen } = await collectHostEvidence(host.context, host.registry);
      const items = seen.find(({ slug }) => slug === b?.slug)?.items ?? [];
      expect(items.filter(({ isMeasured }) => !isMeasured).map(({ item, reason }) => [item, reason])).toEqual(
        [],
      );
      expect(items.flatMap(({ defects }) => defects)).toEqual([]);
    });

    test("can be audited from inside", async () => {
      expect((await runAudit(host.context, tenants().b, never)).summary.critical).toBe(0);
    });

    test("shuts others out: their files in shared places, their processes, their ports", async () => {
      const { a, b } = tenants();
      const { node } = runtimePaths(host.context.paths, a.runtimeVersion);
      const read = (file: string) =>
        `try { console.log(require("fs").readFileSync(${JSON.stringify(file)}, "utf8")) } catch (e) { console.log(e.code) }`;
      expect(await inside(a, read(canary))).toBe("ENOENT");
      expect(await inside(a, read(`/proc/${hostProcessOf(b.process)?.pid}/cmdline`))).toBe("ENOENT");
      expect(await inside(a, read("/etc/passwd"))).not.toContain(b.userName);
      const list = (place: string) =>
        `console.log(require("fs").readdirSync(${JSON.stringify(place)}).join())`;
      expect(await inside(a, list(host.context.paths.tenants))).toBe(a.slug);
      const write = (place: string) =>
        `try { require("fs").writeFileSync(${JSON.stringify(path.join(place, "x"))}, ""); console.log("written") } catch (e) { console.log(e.code) }`;
      const layout = tenantLayout(host.context.paths, a.slug);
      expect(await inside(a, write(layout.workspace))).toBe("written");
      expect(await inside(a, write("/tmp"))).toBe("written");
      expect(await inside(a, write(layout.config))).toBe("EROFS");
      expect(await inside(a, write(host.context.paths.runtimeStore))).toBe("EROFS");
      expect(await connectAs(node, a.uid, b.basePort, "127.0.0.1")).toBe("ECONNREFUSED");
      expect(await connectAs(node, b.uid, b.basePort, "127.0.0.1")).toBe("connected");
      expect(await connectAs(node, 0, b.basePort, "127.0.0.1")).toBe("connected");
    });

    test("keeps its memory from other programs of its own user", async () => {
      const { b } = tenants();
      const pid = hostProcessOf(b.process)?.pid ?? 0;
      // On the host, because inside nothing that is started beside the Gateway sees its process at all.
      const asItself = async (script: string) => {
        const identity = [`--reuid=${b.uid}`, `--regid=${b.gid}`, "--clear-groups", "--no-new-privs", "--"];
        const args = [...identity, "/bin/sh", "-c", script];
        const env = { PATH: "/usr/bin:/bin", LC_ALL: "C" };
        return runCommand({ file: "/usr/bin/setpriv", args, cwd: "/", env }, { timeoutMs: 10_000 });
      };
      for (const name of ["environ", "mem", "maps"]) {
        const { exitCode, stderr } = await asItself(`head -c 1 /proc/${pid}/${name}`);
        expect([name, exitCode, stderr]).toEqual([name, 1, expect.stringContaining("Permission denied")]);
      }
      expect((await asItself(`ls /proc/${pid}/fd`)).exitCode).not.toBe(0);
      const other = await asItself("sleep 5 & head -c 1 /proc/$!/environ && ls /proc/$!/fd && kill $!");
      expect(other).toMatchObject({ exitCode: 0 });
      expect(await observed("kernel-filter")).toBe("on");
      const { settings } = await observeHardening(host.context, host.registry, b);
      expect(settings.find(({ setting }) => setting === "kernel-filter")?.note).toContain("memory is closed");
    });

    test("is taken up again by the next agent, and brought back after a death", async () => {
      const { b } = tenants();
      const pid = hostProcessOf(b.process)?.pid ?? 0;
      await host.supervisor.close();
      const next = createSupervisor(host.context, host.registry, host.locks);
      host.supervisor = next;
      await host.registry.update(b.slug, (record) => ({ ...record, process: null }));
      await next.attachAll();
      expect(await next.observe(b.slug)).toMatchObject({ phase: "running", pid });

      process.kill(pid, "SIGKILL");
      const back = await untilObserved(
        next,
        b.slug,
        (seen) => seen.isStarted && seen.pid !== null && seen.pid !== pid,
      );
      expect(back.lastExit?.reason).toContain("not a child of this agent");
    });

    test("opens up when it is turned off, and closes when it is turned on again", async () => {
      const { a, b } = tenants();
      const { node } = runtimePaths(host.context.paths, a.runtimeVersion);
      const before = hostProcessOf(b.process)?.pid;
      const opened = await apply({ "loopback-firewall": false });
      expect(opened).toEqual([
        "settings: done",
        "firewall: done",
        "network: unchanged",
        "configuration: unchanged",
        "verify: done",
      ]);
      expect(await observed("loopback-firewall")).toBe("off");
      expect(await connectAs(node, a.uid, b.basePort, "127.0.0.1")).toBe("connected");
      expect(hostProcessOf(tenants().b.process)?.pid).toBe(before);

      const bare = await apply({ ...basicHardening, "terminal-off": false });
      expect(bare).toContain("stop: done");
      expect(hostProcessOf(tenants().b.process)?.pid).not.toBe(before);
      expect(await observed("private-view")).toBe("off");
      expect(await observed("kernel-filter")).toBe("off");
      expect(await observed("terminal-off")).toBe("off");
      expect(await observed("network-namespace")).toBe("off");
      expect(networkAt(networkPlace(b.slug))).toBeNull();
      expect(forwardersOf(b)).toEqual([]);
      expect(await inside(tenants().b, `console.log(require("fs").readFileSync("${canary}", "utf8"))`)).toBe(
        "seen",
      );

      const closed = await apply({});
      expect(closed).toContain("wait-started: done");
      expect(closed).toContain(`network: ${can.networkNamespace.isAvailable ? "done" : "unchanged"}`);
      expect(await observed("private-view")).toBe("on");
      expect(await observed("kernel-filter")).toBe("on");
      expect(await observed("terminal-off")).toBe("on");
      expect(await observed("network-namespace")).toBe(can.networkNamespace.isAvailable ? "on" : "off");
      expect(await connectAs(node, a.uid, b.basePort, "127.0.0.1")).toBe("ECONNREFUSED");
      expect(await apply({})).toEqual([
        "settings: unchanged",
        "firewall: unchanged",
        "network: unchanged",
        "configuration: unchanged",
        "verify: done",
      ]);
    });

    test("stops cleanly and leaves no process behind, not even the one that made its view", async () => {
      const { b } = tenants();
      const stopped = await host.supervisor.stop(b.slug, 100, () => {}, never);
      expect(stopped).toMatchObject({ phase: "stopped", lastExit: { exitCode: 0, signal: null } });
      const { tree } = tenantLayout(host.context.paths, b.slug);
      const left = listProcesses().filter(({ pid }) =>
        readEnviron(pid)?.OPENCLAW_STATE_DIR?.startsWith(tree),
      );
      expect(left).toEqual([]);
      expect(processesOfUid(b.uid)).toEqual([]);
    });

    test("says why a Gateway that can't start ended, through the one that made its view", async () => {
      const { b } = tenants();
      const { configFile } = tenantLayout(host.context.paths, b.slug);
      await writeFile(configFile, "{}");
      await expect(host.supervisor.start(b.slug, 101, () => {}, never)).rejects.toMatchObject({
        detail: { code: "CONFIG_INVALID" },
      });
      expect(host.registry.require(b.slug).lastExit).toMatchObject({ exitCode: 78, signal: null });
    });
  },
);

describe.skipIf(!isRoot)("a host that can give none of it", () => {
  test("plans the same tenant with what is missing as named risks, and runs it", async () => {
    const host = await createRealHost();
    try {
      const note = "This host has neither.";
      const bare = { ...host.context, hardening: noHostHardening(note) };
      const record = await host.provision("hard-none");
      const spec = tenantSpecSchema.parse({
        slug: record.slug,
        rung: record.rung,
        basePort: record.basePort,
        runtimeVersion: record.runtimeVersion,
        hasPowerfulTools: false,
      });
      const plan = await planTenant(bare, host.registry, spec);
      expect(plan.risks.map(({ setting, reason }) => [setting, reason])).toEqual([
        ["Private view of the host", note],
        ["Closed kernel doors", note],
        ["Firewall around its ports", note],
        ["Network of its own", note],
      ]);
      expect(plan.obstacles).toEqual([]);
      const supervisor = createSupervisor(bare, host.registry, host.locks);
      const running = await supervisor.start(record.slug, 1, () => {}, never);
      expect(running).toMatchObject({ phase: "running", isStarted: true });
      const { settings } = await observeHardening(bare, host.registry, host.registry.require(record.slug));
      expect(settings.find(({ setting }) => setting === "private-view")).toMatchObject({
        asked: true,
        observed: "off",
        canBeGiven: false,
        note: expect.stringContaining(note),
      });
      await supervisor.stop(record.slug, 2, () => {}, never);
      await supervisor.close();
    } finally {
      await host.dispose();
    }
  });
});
