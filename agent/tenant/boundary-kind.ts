import type { GatewayRung } from "#lib/domain/tenant/rung.ts";

/** What follows from the kind of boundary that a rung stands for. */
export type BoundaryKind = {
  /**
   * The tenant has an OS user of its own: its processes and files are told
   * from others' by their owner, and what is root's is out of its reach.
   * Without, everything belongs to the agent's user.
   */
  readonly hasOwnUser: boolean;
};

const kinds: Readonly<Record<GatewayRung, BoundaryKind>> = {
  profile: { hasOwnUser: false },
  "os-user": { hasOwnUser: true },
};

export function hasOwnUser({ rung }: { readonly rung: GatewayRung }): boolean {
  return kinds[rung].hasOwnUser;
}
