import path from "node:path";
import { type SeenProcess, seenProcess } from "#agent/evidence/sources/seen-process.ts";
import type { TenantView } from "#agent/evidence/sources/tenant-view.ts";
import { hasOwnUser } from "#agent/tenant/boundary-kind.ts";
import type { SecretSighting } from "#lib/domain/mistakes/configuration-view.ts";
import { isSecretOptionName, isSecretVariable } from "#lib/domain/secrecy/credential-setting.ts";
import {
  findSecrets,
  inAddresses,
  isSecretOption,
  secretOfOption,
} from "#lib/domain/secrecy/find-secrets.ts";
import type { Gaps } from "./gaps.ts";
import { isPlaceholder, print, roleOfVariable } from "./view-secrets.ts";

/** A tenant can have as many processes as it likes, each with two megabytes of arguments. */
const mostProcesses = 200;
const mostCharacters = 256 * 1024;

/** Secrets that the tenant's processes show in their arguments, and the Gateway in its environment. */
export function viewProcess(
  view: TenantView,
  known: ReadonlyMap<string, string>,
  gaps: Gaps,
): SecretSighting[] {
  const { gateway } = view;
  if (gateway === null) gaps.add("process", "Gateway is stopped, so its process could not be looked at.");
  else if (gateway.environ === null)
    gaps.add("process", `The environment of ${gateway.name} could not be read.`);
  const gatewayPids = new Set(gateway?.processes.map(({ pid }) => pid));
  const settings = new Map([...known].map(([setting, value]) => [value, setting]));
  const processes = processesOf(view);
  if (processes.length > mostProcesses)
    gaps.add("process", `Only ${mostProcesses} of ${processes.length} processes were looked at.`);
  const shown = processes.slice(0, mostProcesses).flatMap(({ pid, name, commandLine }) => {
    const args = commandLine() ?? [];
    if (args.reduce((sum, each) => sum + each.length, 0) > mostCharacters) {
      gaps.add("process", `The arguments of ${name} are too long to be looked at.`);
      return [];
    }
    const program = path.basename(args[0] ?? "");
    return secretArguments(args, settings).map(
      ({ setting, value }): SecretSighting => ({
        role: "other",
        setting,
        place: "arguments",
        where: `the arguments of ${name} (${program})`,
        ...print(view, "other", value),
        foreignPid: gatewayPids.has(pid) ? null : pid,
      }),
    );
  });
  return [...shown, ...inEnvironment(view)];
}

/** The Gateway's family, and whatever else runs as the tenant's own user. */
function processesOf({ gateway, record, host }: TenantView): SeenProcess[] {
  const family = gateway?.processes ?? [];
  if (!hasOwnUser(record)) return [...family];
  const known = new Set(family.map(({ pid }) => pid));
  const others = [...host.processes.values()].filter(({ pid, uid }) => uid === record.uid && !known.has(pid));
  return [...family, ...others.map(({ pid }) => seenProcess(pid))];
}

const assignment = /^(?:--?)?([A-Za-z][\w-]{0,80})=/;

/** What among the arguments is a secret: named so, formed so, or one that the tenant is known to have. */
export function secretArguments(
  args: readonly string[],
  known: ReadonlyMap<string, string>,
): { setting: string; value: string }[] {
  return args.flatMap((argument, index) => {
    if (isSecretOption(argument)) {
      const value = secretOfOption(argument, args[index + 1] ?? "");
      return value === null ? [] : [{ setting: `--${argument.replace(/^-+/, "")}`, value }];
    }
    if (index > 0 && isSecretOption(args[index - 1] ?? "")) return [];
    const setting = known.get(argument);
    if (setting !== undefined) return [{ setting, value: argument }];
    const [whole = "", name = ""] = assignment.exec(argument) ?? [];
    const isNamed = isSecretOptionName(name) && argument.length > whole.length;
    return findSecrets(argument).map((value) => ({
      setting: isNamed ? whole.slice(0, -1) : "a key",
      value,
    }));
  });
}

/** The secret that a variable has by its name or, as the address of a database, by its form. */
export function secretOfVariable(name: string, value: string): string[] {
  if (value === "" || isPlaceholder(roleOfVariable(name), value)) return [];
  return isSecretVariable(name.toUpperCase()) ? [value] : inAddresses(value).slice(0, 1);
}

function inEnvironment(view: TenantView): SecretSighting[] {
  const { gateway } = view;
  return Object.entries(gateway?.environ ?? {})
    .flatMap(([name, value]) => secretOfVariable(name, value).map((secret) => ({ name, secret })))
    .map(({ name, secret }) => ({
      role: roleOfVariable(name),
      setting: name,
      place: "environment",
      where: `the environment of ${gateway?.name}`,
      ...print(view, roleOfVariable(name), secret),
    }));
}
