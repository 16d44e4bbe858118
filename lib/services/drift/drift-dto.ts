import type { AdoptedSetting, Drift } from "#lib/host-agent/contract/drift.ts";

export type DriftDto = {
  /** Null while the configuration on disk is what was last written or accepted. */
  readonly drift: Drift | null;
  /** Settings that were adopted from edits by hand: restoring keeps them, and so does every later configuration. */
  readonly adopted: readonly AdoptedSetting[];
};

/** Settings that every later configuration keeps, as long as they don't contradict what is asked for. */
export type AdoptedDto = { readonly paths: readonly string[] };
