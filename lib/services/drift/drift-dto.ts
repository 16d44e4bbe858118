import type { Drift } from "#lib/host-agent/contract/drift.ts";

/** `drift` is null while the configuration on disk is what was last written or accepted. */
export type DriftDto = { readonly drift: Drift | null };

/** Settings that every later configuration keeps, as long as they don't contradict what is asked for. */
export type AdoptedDto = { readonly paths: readonly string[] };
