import { listConfigSecrets } from "#agent/config-file/config-secrets.ts";
import type { MissingVariable } from "#agent/config-file/substitute-variables.ts";
import type { Draft } from "./evidence-builder.ts";
import type { TenantView } from "./tenant-view.ts";

/** Settings whose value is out of sight with a variable. Not secrets: those are told one by one where they are compared. */
export function unknownSettings({ config }: Pick<TenantView, "config">): MissingVariable[] {
  if (!config.isReadable || config.unknown.length === 0) return [];
  const secrets = new Set(listConfigSecrets(config.written).map(({ setting }) => setting));
  return config.unknown.filter(({ setting }) => !secrets.has(setting));
}

/** Says of an item that a setting which it depends on is not known: what is seen of it may be something else. */
export function noteUnknownSettings(draft: Draft, view: TenantView, dependsOn: RegExp): void {
  for (const { setting, name } of unknownSettings(view)) {
    if (dependsOn.test(setting)) draft.unmeasured(wordsOf(setting, name));
  }
}

export function wordsOf(setting: string, variable: string): string {
  return `The setting ${setting} comes from the variable ${variable}, which is not set where it could be seen.`;
}
