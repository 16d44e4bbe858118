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
  for (const unknown of unknownSettings(view)) {
    if (dependsOn.test(unknown.setting)) draft.unmeasured(wordsOf(unknown));
  }
}

export function wordsOf({ setting, name, isHidden }: MissingVariable): string {
  return `The setting ${setting} comes from the variable ${name}, which ${isHidden ? "holds a secret, so what it makes of the setting is not looked at" : "is not set where it could be seen"}.`;
}
