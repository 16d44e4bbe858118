import type { HardeningReport } from "#lib/host-agent/contract/hardening.ts";

/** What is asked and seen of a tenant's boundary; nothing while it isn't set up on its host. */
export type HardeningDto =
  | { readonly isOnHost: false }
  | ({ readonly isOnHost: true } & Readonly<HardeningReport>);
