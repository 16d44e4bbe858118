import { homedir } from "node:os";
import { readServiceRecord, type ServiceRecord } from "./service-record.ts";
import { readSettings, type Settings } from "./settings.ts";

type Variables = Readonly<Record<string, string | undefined>>;

/** The installation that a command is about. */
export type Here = {
  readonly settings: Settings;
  /** What its service was installed with, then what the command was given; an empty one takes a remembered one away. */
  readonly variables: Variables;
  /** Null when it is no service of this host. */
  readonly service: ServiceRecord | null;
};

/** @throws LaunchError that names each malformed variable */
export function settingsHere(given: Variables, uid = process.getuid?.() ?? 0): Here {
  const user = { uid, homeDirectory: homedir() };
  const service = readServiceRecord(readSettings(given, user).paths);
  const variables = { ...service?.variables, ...given };
  return { settings: readSettings(variables, user), variables, service };
}
