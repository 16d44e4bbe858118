import type { HardeningSetting } from "./setting.ts";

/** What of the settings a host gives by its own programs: they stand between tenants. */
const walls: readonly HardeningSetting[] = ["private-view", "loopback-firewall", "network-namespace"];

type Ability = { readonly setting: HardeningSetting; readonly isAvailable: boolean; readonly note: string };

/** The walls that a host can't give its tenants, each with why. An agent of before says of none. */
export function missingWalls<One extends Ability>(abilities: readonly One[]): One[] {
  return abilities.filter(({ setting, isAvailable }) => walls.includes(setting) && !isAvailable);
}

/** True where the note says that a package is missing, which a start with `--yes` installs. */
export function isPackageMissing(note: string): boolean {
  return /^This host has no [\w.-]+\. Install/.test(note);
}
