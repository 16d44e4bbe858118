import { execFileSync } from "node:child_process";
import { mkdir } from "node:fs/promises";
import path from "node:path";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { createRealHost, type RealHost } from "#agent/fixtures/real-host.ts";
import { detectHostHardening } from "#agent/hardening/detect-host-hardening.ts";
import { applyFirewall } from "#agent/network/firewall.ts";
import { tableName } from "#agent/network/firewall-rules.ts";
import { hostProcessOf } from "#agent/tenant/gateway-handle.ts";
import type { TenantRecord } from "#agent/tenant/tenant-record.ts";
import { findSharing } from "#lib/domain/checklist/sharing.ts";
import { collectHostEvidence } from "./collect-host-evidence.ts";

const isRoot = process.getuid?.() === 0;
const can = await detectHostHardening(isRoot);

describe.skipIf(!can.loopbackFirewall.isAvailable || !can.privateView.isAvailable)(
  "walls that were taken away since (needs root, nftables and bubblewrap)",
  () => {
    let host: RealHost;
    let [acme, beta]: TenantRecord[] = [];
    const undo: (() => unknown)[] = [];

    beforeAll(async () => {
      host = await createRealHost();
      [acme, beta] = [await host.provision("wall-acme"), await host.provision("wall-beta")];
    });
    afterEach(async () => {
      for (const each of undo.splice(0).reverse()) await each();
      await applyFirewall(host.context, host.registry);
    });
    afterAll(async () => {
      await host.dispose();
      await applyFirewall(host.context, host.registry);
    });

    const nft = (command: string) =>
      execFileSync(can.loopbackFirewall.program, [command.replaceAll("TABLE", table())]);
    const table = () => `inet ${tableName(host.context.installationId)}`;
    const tenants = () => {
      if (!acme || !beta) throw new Error("The tenants were not provisioned.");
      return { acme: host.registry.require(acme.slug), beta: host.registry.require(beta.slug) };
    };
    const evidence = () => collectHostEvidence(host.context, host.registry);

    /** The defects of a tenant's items, as `id: message`. */
    async function defectsOf(tenant: TenantRecord): Promise<string[]> {
      const found = (await evidence()).tenants.find(({ slug }) => slug === tenant.slug);
      return (
        found?.items.flatMap(({ defects }) => defects.map(({ id, message }) => `${id}: ${message}`)) ?? []
      );
    }

    function mount(from: string, to: string): void {
      execFileSync("mount", ["--bind", from, to]);
      undo.push(() => execFileSync("umount", [to]));
    }

    test("none is missing where nobody touched them", async () => {
      expect(await defectsOf(tenants().acme)).toEqual([]);
    });

    test.each([
      ["are gone", "delete table TABLE", "The rules that nftables has in force"],
      ["are flushed", "flush chain TABLE output", "The rules that nftables has in force"],
      ["come after one that lets everything through", "insert rule TABLE output accept", "not Bulkhead's"],
      ["stand in a table that is switched off", "add table TABLE { flags dormant; }", "not Bulkhead's"],
    ])("rules that %s break both items that rest on them", async (_, command, how) => {
      nft(command);
      expect(await defectsOf(tenants().acme)).toEqual([
        expect.stringMatching(new RegExp(`^port.wall-missing: Firewall around its ports .*${how}`)),
        expect.stringMatching(new RegExp(`^host-access.wall-missing: Firewall around its ports .*${how}`)),
      ]);
    });

    test("a directory of the other's in the tree is named, and is shared on both sides", async () => {
      const { acme, beta } = tenants();
      const place = path.join(acme.layout.workspace, "theirs");
      await mkdir(place);
      mount(beta.layout.workspace, place);
      const [defect] = await defectsOf(acme);
      expect(defect).toBe(
        `state-directory.mounted-inside: ${beta.layout.workspace} is mounted inside the tenant's tree, at ${place}.`,
      );
      const sharing = findSharing((await evidence()).tenants).get(beta.slug) ?? [];
      expect(sharing.map(({ item, otherSlug }) => [item, otherSlug])).toContainEqual([
        "workspace",
        acme.slug,
      ]);
      expect(await defectsOf(beta)).toEqual([
        `state-directory.mounted-elsewhere: A part of the tenant's tree (${beta.layout.workspace}) is also mounted at ${place}, where the tree's own walls don't stand.`,
      ]);
    });

    test("of a Gateway that runs its own view and network are looked at, too", async () => {
      const { acme, beta } = tenants();
      await host.supervisor.start(acme.slug, 1, () => {}, new AbortController().signal);
      expect(await defectsOf(tenants().acme)).toEqual([]);

      const pid = String(hostProcessOf(tenants().acme.process)?.pid);
      const view = [`--target=${pid}`, "--mount", "--"];
      const place = acme.layout.workspace;
      execFileSync("/usr/bin/nsenter", [...view, "mount", "-t", "tmpfs", "none", place]);
      expect(await defectsOf(tenants().acme)).toEqual([
        expect.stringContaining(`state-directory.mounted-inside: Something is mounted at ${place} in what`),
      ]);
      execFileSync("/usr/bin/nsenter", [...view, "umount", place]);
      for (const shown of [beta.layout.workspace, host.context.paths.tenants, host.context.paths.home]) {
        mountIntoView(pid, shown, "/var/tmp/notes");
        expect(await defectsOf(tenants().acme), shown).toEqual([
          expect.stringMatching(
            /^state-directory.mounted-inside: .*(wall-beta|all tenants).* at \/var\/tmp\/notes/,
          ),
        ]);
        execFileSync("/usr/bin/nsenter", [...view, "umount", "/var/tmp/notes"]);
      }
      mountIntoView(pid, acme.layout.workspace, "/var/tmp/notes");
      expect(await defectsOf(tenants().acme)).toEqual([]);
      execFileSync("/usr/bin/nsenter", [...view, "umount", "/var/tmp/notes"]);
      if (!can.networkNamespace.refusesOnHost) return;
      nft(`delete table TABLE_${acme.uid}`);
      expect(await defectsOf(tenants().acme)).toEqual([
        expect.stringMatching(
          /^host-access.wall-missing: Network of its own .*missing or changed in the host's firewall/,
        ),
      ]);
    });
  },
);

/** As root can who takes a part of the host's files along into what a process sees. */
function mountIntoView(pid: string, from: string, to: string): void {
  execFileSync("perl", ["-e", intoView, pid, from, to]);
}

const intoView = `
use strict; use warnings; my ($pid, $from, $to) = @ARGV; my $setns = ${process.arch === "x64" ? 308 : 268};
my $tree = syscall(428, -100, $from, 1); die "open_tree $!" if $tree < 0;
open(my $view, "<", "/proc/$pid/ns/mnt") or die "$!";
syscall($setns, fileno($view), 0) == 0 or die "setns $!";
mkdir($to); my $here = -100; my $empty = "";
syscall(429, $tree, $empty, $here, $to, 4) == 0 or die "move_mount $!";
`;
