import type { ProbeFamily } from "../probe.ts";

/** What a probe tries, and what it means when it gets through. */
export type ProbeDescription = {
  readonly family: ProbeFamily;
  /** What is tried from inside one tenant against another: completes "tried to …". */
  readonly attempt: string;
  /** The named risk when it gets through. */
  readonly risk: string;
  /** What closes it. */
  readonly remedy: string;
};

/** What closes several of them. */
export const ownUser =
  "Give each tenant its own OS user and keep its tree closed to others; repair provisioning.";
export const privateView =
  "Turn on the private view: the tenant then sees its own tree and its own /tmp alone.";
export const firewall =
  "Turn on the loopback firewall: only the tenant's own user and root then reach its ports.";
export const ownNetwork =
  "Turn on the network of its own, or apply the hardening again where it is on: the host's addresses are then refused inside.";
