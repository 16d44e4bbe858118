import path from "node:path";
import { browserAccount, toldEndpoint } from "#agent/evidence/sources/browser-account.ts";
import { drivenProfiles } from "#agent/evidence/sources/browser-profiles.ts";
import type { Draft } from "#agent/evidence/sources/evidence-builder.ts";
import { observePlace } from "#agent/evidence/sources/observe-place.ts";
import type { TenantView } from "#agent/evidence/sources/tenant-view.ts";
import { noteUnknownSettings } from "#agent/evidence/sources/unknown-settings.ts";
import { listInside } from "#agent/files/open-inside.ts";
import { resolveUserPath } from "#agent/files/resolve-user-path.ts";
import { at, type JsonObject, textAt } from "#agent/system/json-value.ts";
import { observeControlPort } from "./browser-control-port.ts";

const mostProfiles = 200;
const mostProcesses = 200;

/** Where browsers keep sign-ins and cookies, and the addresses through which they are driven. */
export async function observeBrowserProfile(draft: Draft, view: TenantView): Promise<void> {
  noteUnknownSettings(draft, view, /^browser\./);
  await observeStored(draft, view);
  await observeProcesses(draft, view);
  if (!view.config.isReadable) {
    draft.unmeasured(view.config.reason);
    return;
  }
  draft.how("effective configuration on disk");
  const browser = at(view.config.config, "browser");
  // OpenClaw's browser is on unless it is switched off by name.
  const isOn = at(browser, "enabled") !== false;
  draft.fact("Browser", isOn ? "On" : "Off");
  await observeConfigured(draft, view, view.config.config, isOn);
  if (isOn) await observeControlPort(draft, view, view.config.config);
}

async function observeStored(draft: Draft, view: TenantView): Promise<void> {
  const directory = path.join(view.stateDirectory, "browser");
  const listed = await listInside(view.root, directory, 200);
  draft.how("listing of the state directory's browser profiles");
  if (listed.status === "missing") {
    draft.fact("Stored profiles", "None");
    return;
  }
  await observePlace(draft, view, directory, { label: "browser directory", isGateways: true });
  if (listed.status === "refused") {
    draft.unmeasured(`Browser profiles could not be listed: ${listed.reason}.`);
    return;
  }
  draft.fact("Stored profiles", listed.value.length === 0 ? "None" : listed.value.join(", "));
  for (const name of listed.value) {
    await observePlace(draft, view, path.join(directory, name, "user-data"), {
      label: `user data of profile ${name}`,
      isGateways: true,
    });
  }
}

async function observeConfigured(
  draft: Draft,
  view: TenantView,
  config: JsonObject,
  isOn: boolean,
): Promise<void> {
  const browser = at(config, "browser");
  const profiles = drivenProfiles(view, config);
  if (profiles.length > mostProfiles)
    draft.unmeasured(`Only ${mostProfiles} of ${profiles.length} browser profiles were looked at.`);
  const looked = profiles.slice(0, mostProfiles);
  for (const [name, profile, address] of [
    ["default", browser, textAt(browser, "cdpUrl")] as const,
    ...looked.map((each) => [each.name, each.profile, each.address] as const),
  ]) {
    const userData = textAt(profile, "userDataDir");
    if (userData !== null) {
      const place = resolveUserPath(userData, view.surroundings);
      await observePlace(draft, view, place, { label: `user data of profile ${name}`, isGateways: true });
    }
    if (address !== null) await noteAddress(draft, view, name, address);
    const driver = textAt(profile, "driver");
    if (isOn && (driver === "existing-session" || driver === "extension")) {
      draft.defect(
        "existing-session",
        `Browser profile ${name} attaches to a person's own browser (${driver}), with that person's sign-ins.`,
        "Use a browser profile of the tenant's own.",
      );
    }
  }
}

async function noteAddress(draft: Draft, view: TenantView, profile: string, address: string): Promise<void> {
  const found = await view.host.names.endpointsOf(address);
  if (found === null) {
    draft.unmeasured(`The address of browser profile ${profile} can't be read.`);
    return;
  }
  const endpoints = found.map((each) => toldEndpoint(view, address, each));
  const [shown] = endpoints;
  const account = browserAccount(view, address, endpoints);
  for (const endpoint of endpoints) {
    const place = account === null ? endpoint : `${endpoint} account ${account}`;
    draft.identity("endpoint", place, `address of browser profile ${profile}`);
  }
  draft.fact(`Address of profile ${profile}`, endpoints.join(", "));
  draft.defect(
    "fixed-address",
    `Browser profile ${profile} uses the browser at ${shown}, which the tenant's boundary does not hold.`,
    "Remove cdpUrl, so that the tenant gets a browser of its own.",
  );
}

async function observeProcesses(draft: Draft, view: TenantView): Promise<void> {
  if (view.gateway === null) return;
  draft.how(`command lines of ${view.gateway.name} and its children`);
  if (view.gateway.processes.length > mostProcesses)
    draft.unmeasured(`Only ${mostProcesses} of ${view.gateway.processes.length} processes were looked at.`);
  for (const { commandLine } of view.gateway.processes.slice(0, mostProcesses)) {
    for (const argument of commandLine() ?? []) {
      const given = /^--user-data-dir=(\/.*)$/.exec(argument)?.[1];
      if (given !== undefined)
        await observePlace(draft, view, given, { label: "user data of a running browser", isGateways: true });
    }
  }
}
