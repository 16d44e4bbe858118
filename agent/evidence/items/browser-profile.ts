import path from "node:path";
import { readCommandLine } from "#agent/proc/read-process.ts";
import type { Draft } from "../draft.ts";
import { at, isObject, textAt } from "../json-value.ts";
import { observePlace } from "../observe-place.ts";
import { listInside } from "../open-inside.ts";
import { resolveUserPath, substitute } from "../resolve-user-path.ts";
import type { TenantView } from "../tenant-view.ts";
import { observeControlPort } from "./browser-control-port.ts";

const mostProfiles = 200;
const mostProcesses = 200;

/** Where browsers keep sign-ins and cookies, and the addresses through which they are driven. */
export async function observeBrowserProfile(draft: Draft, view: TenantView): Promise<void> {
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
  await observeConfigured(draft, view, browser, isOn);
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
  await observePlace(draft, view, directory, { label: "browser directory" });
  if (listed.status === "refused") {
    draft.unmeasured(`Browser profiles could not be listed: ${listed.reason}.`);
    return;
  }
  draft.fact("Stored profiles", listed.value.length === 0 ? "None" : listed.value.join(", "));
  for (const name of listed.value) {
    await observePlace(draft, view, path.join(directory, name, "user-data"), {
      label: `user data of profile ${name}`,
    });
  }
}

async function observeConfigured(
  draft: Draft,
  view: TenantView,
  browser: unknown,
  isOn: boolean,
): Promise<void> {
  const shared = at(browser, "profiles");
  const profiles = Object.entries(isObject(shared) ? shared : {});
  if (profiles.length > mostProfiles)
    draft.unmeasured(`Only ${mostProfiles} of ${profiles.length} browser profiles were looked at.`);
  for (const [name, profile] of [["default", browser] as const, ...profiles.slice(0, mostProfiles)]) {
    const userData = textAt(profile, "userDataDir");
    if (userData !== null) {
      const place = resolveUserPath(userData, view.surroundings);
      await observePlace(draft, view, place, { label: `user data of profile ${name}` });
    }
    const address = textAt(profile, "cdpUrl");
    if (address !== null) noteAddress(draft, name, substitute(address, view.surroundings.env));
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

function noteAddress(draft: Draft, profile: string, address: string): void {
  const endpoint = endpointOf(address);
  if (endpoint === null) {
    draft.unmeasured(`The address of browser profile ${profile} can't be read.`);
    return;
  }
  draft.identity("endpoint", endpoint, `address of browser profile ${profile}`);
  draft.fact(`Address of profile ${profile}`, endpoint);
  draft.defect(
    "fixed-address",
    `Browser profile ${profile} uses the browser at ${endpoint}, which the tenant's boundary does not hold.`,
    "Remove cdpUrl, so that the tenant gets a browser of its own.",
  );
}

/** host:port of a CDP address, names of this host written alike; null when it is no address. */
export function endpointOf(address: string): string | null {
  const url = URL.parse(/^[a-z]+:\/\//i.test(address) ? address : `http://${address}`);
  if (url === null || url.hostname === "") return null;
  const isLocal = /^(localhost|\[::1\]|0\.0\.0\.0|127(\.\d+){3})$/.test(url.hostname);
  const port = url.port || (/^(https|wss):$/.test(url.protocol) ? "443" : "80");
  return `${isLocal ? "127.0.0.1" : url.hostname}:${port}`;
}

async function observeProcesses(draft: Draft, view: TenantView): Promise<void> {
  if (view.gateway === null) return;
  draft.how(`command lines of pid ${view.gateway.pid} and its children`);
  if (view.gateway.family.size > mostProcesses)
    draft.unmeasured(`Only ${mostProcesses} of ${view.gateway.family.size} processes were looked at.`);
  for (const pid of [...view.gateway.family].slice(0, mostProcesses)) {
    for (const argument of readCommandLine(pid) ?? []) {
      const given = /^--user-data-dir=(\/.*)$/.exec(argument)?.[1];
      if (given !== undefined)
        await observePlace(draft, view, given, { label: "user data of a running browser" });
    }
  }
}
