/** What closes several probes. */
export const ownUser =
  "Give each tenant its own OS user and keep its tree closed to others; repair provisioning.";
export const privateView =
  "Turn on the private view: the tenant then sees its own tree and its own /tmp alone.";
export const firewall =
  "Turn on the loopback firewall: only the tenant's own user and root then reach its ports.";
export const ownNetwork =
  "Turn on the network of its own, or apply the hardening again where it is on: the host's addresses are then refused inside.";
