import { chmod, lchown, mkdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import type { InstallationPaths } from "#lib/domain/host/installation-paths.ts";
import { systemctl } from "./systemctl.ts";
import {
  rolesOf,
  type ServicePlan,
  type ServiceRole,
  serviceRoles,
  unitDirectory,
  unitName,
} from "./units/service-plan.ts";
import { unitText } from "./units/unit-text.ts";

/** Makes the directory in which the service's secrets are: root's, and closed to everybody else. */
export async function makeServiceDirectory({ service }: InstallationPaths): Promise<void> {
  await mkdir(service, { recursive: true, mode: 0o700 });
  await lchown(service, 0, 0);
  await chmod(service, 0o700);
}

export function unitFile(plan: Pick<ServicePlan, "prefix">, role: ServiceRole): string {
  return path.join(unitDirectory, `${unitName(plan, role)}.service`);
}

/**
 * Puts the units of an installation in place, for every boot, and removes one that it has no more.
 *
 * @returns the roles whose unit is another one now
 */
export async function writeUnits(plan: ServicePlan): Promise<ServiceRole[]> {
  const changed: ServiceRole[] = [];
  for (const role of rolesOf(plan)) {
    const file = unitFile(plan, role);
    const text = unitText(plan, role);
    if ((await readFile(file, "utf8").catch(() => null)) === text) continue;
    await writeFile(`${file}.new`, text, { mode: 0o644 });
    await rename(`${file}.new`, file);
    changed.push(role);
  }
  await removeUnits(
    plan,
    serviceRoles.filter((role) => !rolesOf(plan).includes(role)),
  );
  await systemctl("daemon-reload");
  await systemctl("enable", ...rolesOf(plan).map((role) => unitName(plan, role)));
  return changed;
}

/**
 * Stops units and takes them away.
 *
 * @returns names of those that were there
 */
export async function removeUnits(
  plan: Pick<ServicePlan, "prefix">,
  roles: readonly ServiceRole[],
): Promise<string[]> {
  const present = await presentUnits(plan, roles);
  for (const role of present) {
    await systemctl("disable", "--now", unitName(plan, role));
    await rm(unitFile(plan, role));
  }
  if (present.length > 0) await systemctl("daemon-reload");
  return present.map((role) => unitName(plan, role));
}

/** Those of the roles that this host has a unit of. */
export async function presentUnits(
  plan: Pick<ServicePlan, "prefix">,
  roles: readonly ServiceRole[],
): Promise<ServiceRole[]> {
  const found = await Promise.all(
    roles.map((role) =>
      readFile(unitFile(plan, role)).then(
        () => [role],
        () => [],
      ),
    ),
  );
  return found.flat();
}
