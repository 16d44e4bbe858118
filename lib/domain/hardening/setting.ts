import { z } from "zod";

/** Everything by which a tenant's boundary is hardened beyond files and users. The set is closed. */
export const hardeningSettings = [
  "private-view",
  "kernel-filter",
  "loopback-firewall",
  "network-namespace",
  "inner-caches",
  "inspector-off",
  "silent-pairing-off",
  "terminal-off",
] as const;
export const hardeningSettingSchema = z.enum(hardeningSettings);
export type HardeningSetting = z.infer<typeof hardeningSettingSchema>;

/** Which of them are asked for. */
export const hardeningChoiceSchema = z.strictObject({
  "private-view": z.boolean(),
  // What was chosen before there was one has none.
  "kernel-filter": z.boolean().default(false),
  "loopback-firewall": z.boolean(),
  "network-namespace": z.boolean(),
  "inner-caches": z.boolean(),
  "inspector-off": z.boolean(),
  "silent-pairing-off": z.boolean(),
  "terminal-off": z.boolean(),
});
export type HardeningChoice = z.infer<typeof hardeningChoiceSchema>;

/** What needs nothing of the host: OpenClaw's own settings and its environment. */
const ownSettings = {
  "inner-caches": true,
  "inspector-off": true,
  "silent-pairing-off": true,
  "terminal-off": true,
} as const;

/** What a tenant without an OS user of its own gets, and what tenants had before there was a choice. */
export const basicHardening: HardeningChoice = {
  "private-view": false,
  "kernel-filter": false,
  "loopback-firewall": false,
  "network-namespace": false,
  ...ownSettings,
};

/** What a new tenant with an OS user of its own gets. */
export const fullHardening: HardeningChoice = {
  ...basicHardening,
  "private-view": true,
  "kernel-filter": true,
  "loopback-firewall": true,
  "network-namespace": true,
};

/**
 * What is seen of a setting. `unknown` is never taken for `on`: the Gateway is
 * stopped, or what would show it can't be read.
 */
export const observedSettings = ["on", "off", "unknown"] as const;
export type ObservedSetting = (typeof observedSettings)[number];
