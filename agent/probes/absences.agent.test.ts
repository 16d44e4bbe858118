import { mkdir, readFile, rm, symlink, writeFile } from "node:fs/promises";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { TenantRecord } from "#agent/tenant/tenant-record.ts";
import { lookTwice, type TenantAbsence } from "./absences.ts";
import { findMembers } from "./members.ts";
import { createParticipant } from "./participant.ts";
import { runInside } from "./self-test/run-inside.ts";
import { createProbeHost, isRoot, type ProbeHost } from "./testing/probe-host.ts";

let host: ProbeHost;
let tenant: TenantRecord;
let ends: (() => Promise<void>)[] = [];
beforeEach(async () => {
  host = await createProbeHost();
  tenant = await host.addTenant();
  ends = [];
});
afterEach(async () => {
  for (const end of ends) await end();
  await host.dispose();
});

/** What the tenant is seen not to have now. */
async function see(): Promise<TenantAbsence[]> {
  const one = createParticipant(host.context, host.registry.require(tenant.slug));
  const look = lookTwice(host.context, host.registry, (_, work) => work());
  const seen = await look(findMembers(host.context, [one]));
  return [...(seen.get(one) ?? [])].sort();
}

/** A process of the tenant's. */
async function run(script: string): Promise<() => Promise<void>> {
  const { end } = await runInside(host.context, host.registry.require(tenant.slug), script);
  ends.push(end);
  return end;
}
const listenAt = (port: number) =>
  run(`require("net").createServer().listen(${port}, "127.0.0.1", () => console.log("ready"))`);

const always = [
  "browser-process",
  "browser-profile",
  "browser-setting",
  "channel-credentials",
  "compile-cache",
  "gateway",
  "openai-api",
];
const without = (...gone: TenantAbsence[]) =>
  always.filter((absence) => !gone.includes(absence as TenantAbsence));

describe.runIf(isRoot)("what a tenant is seen not to have", () => {
  test("is its Gateway, a browser, channels and an interface for customers, as it was set up", async () => {
    expect(await see()).toEqual(always);
  });

  test("is its Gateway while it is stopped, and not while it runs", async () => {
    await host.start(tenant);
    expect(await see()).toEqual(without("gateway"));
    await host.stop(tenant);
    expect(await see()).toEqual(always);
  });

  test("is no Gateway while a process of the tenant's stands at its port", async () => {
    await listenAt(tenant.basePort);
    expect(await see()).toEqual(without("gateway"));
  });

  test("is no browser while a process of the tenant's stands where one would, or is one that can be driven", async () => {
    const end = await listenAt(tenant.basePort + 11);
    expect(await see()).toEqual(without("browser-process"));
    await end();
    expect(await see()).toEqual(always);
    await run('process.title = "--remote-debugging-port=9222"; console.log("ready")');
    expect(await see()).toEqual(without("browser-process"));
  });

  test("is no directory that is there, nor one that only a link stands for", async () => {
    const { browser, credentials, backups } = host.layout(tenant.slug);
    await mkdir(browser, { recursive: true });
    await symlink(path.join("/var/lib", "elsewhere"), credentials);
    expect(await see()).toEqual(without("browser-profile", "channel-credentials"));
    await rm(backups, { recursive: true });
    expect(await see()).toContain("backups");
  });

  test("is no setting in a configuration that somebody else wrote, whatever it says", async () => {
    const { configFile } = host.layout(tenant.slug);
    const own = await readFile(configFile, "utf8");
    await writeFile(configFile, `${own}\n`);
    const unsaid = without("browser-setting", "openai-api", "browser-profile");
    expect(await see()).toEqual(unsaid);
    await writeFile(configFile, own.replace('"enabled": false', '"enabled": true'));
    expect(await see()).toEqual(unsaid);
    await writeFile(configFile, own);
    expect(await see()).toEqual(always);
  });

  test("is what was away both times, before the attempts and after them", async () => {
    const one = createParticipant(host.context, host.registry.require(tenant.slug));
    const look = lookTwice(host.context, host.registry, (_, work) => work());
    const members = () => findMembers(host.context, [one]);
    expect((await look(members())).get(one)).toContain("browser-profile");
    const { browser } = host.layout(tenant.slug);
    await mkdir(browser, { recursive: true });
    expect((await look(members())).get(one)).not.toContain("browser-profile");
    await rm(browser, { recursive: true });
    expect((await look(members())).get(one)).not.toContain("browser-profile");
    await host.start(tenant);
    expect((await look(members())).get(one)).not.toContain("gateway");
  });
});
