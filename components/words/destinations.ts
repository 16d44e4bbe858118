import {
  BookOpenCheck,
  Building2,
  Grid3x3,
  type LucideIcon,
  PanelsTopLeft,
  Radar,
  ScrollText,
  Server,
  Ship,
  Users,
} from "lucide-react";

import type { Href } from "#components/ui/href.ts";

export type Destination = {
  readonly href: Href;
  readonly label: string;
  readonly icon: LucideIcon;
  /** The letter after `g`. */
  readonly key: string;
  readonly isOwnerOnly?: boolean;
};

/** The places of the product, in the order in which they stand in the rail. */
export const destinations: readonly Destination[] = [
  { href: "/", label: "Fleet", icon: Ship, key: "f" },
  { href: "/tenants", label: "Tenants", icon: PanelsTopLeft, key: "t" },
  { href: "/matrix", label: "Matrix", icon: Grid3x3, key: "m" },
  { href: "/probes", label: "Attempts", icon: Radar, key: "x" },
  { href: "/clients", label: "Clients", icon: Building2, key: "c" },
  { href: "/host", label: "Host", icon: Server, key: "h" },
  { href: "/activity", label: "Activity", icon: ScrollText, key: "a" },
  { href: "/playbook", label: "Playbook", icon: BookOpenCheck, key: "b" },
  { href: "/people", label: "People", icon: Users, key: "p", isOwnerOnly: true },
];

export function visibleDestinations(isOwner: boolean): readonly Destination[] {
  return destinations.filter((destination) => isOwner || !destination.isOwnerOnly);
}
