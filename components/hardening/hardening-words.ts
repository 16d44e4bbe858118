import type { ObservedSetting } from "#lib/domain/hardening/setting.ts";

/** What a person reads for what is seen of a setting. */
export const observedLabels: Record<ObservedSetting, string> = {
  on: "In force",
  off: "Not in force",
  unknown: "Not measured",
};
