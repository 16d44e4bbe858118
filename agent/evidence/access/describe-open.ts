import path from "node:path";
import { octal } from "#agent/files/inspect-place.ts";
import type { TenantLayout } from "#agent/tenant/tenant-layout.ts";
import type { Item } from "#lib/domain/checklist/item.ts";
import { shellWord } from "#lib/domain/mistakes/shell-word.ts";
import type { How, OpenPlace } from "./asker/order.ts";

type Defect = { readonly what: string; readonly message: string; readonly nextStep: string };

const verbs: Readonly<Record<How, string>> = {
  list: "list",
  read: "read",
  write: "change",
  replace: "rename or replace",
  reach: "run",
};

/** A place of the installation's or the host's that is open to a tenant's user. */
export function describeHostPlace(open: OpenPlace, userName: string): Defect {
  if (open.kind === "program")
    return {
      what: "privileged-program",
      message: `The tenant's user ${userName} can run ${open.place}, ${open.what}.`,
      nextStep: `Remove it, or take its rights away: chmod ug-s ${shellWord(open.place)}; setcap -r ${shellWord(open.place)}`,
    };
  const ids = {
    door: "host-open",
    closed: "host-open",
    unwritable: "program-writable",
    device: "disk-open",
  } as const;
  return {
    what: open.kind in ids ? ids[open.kind as keyof typeof ids] : "host-open",
    message: `The tenant's user ${userName} can ${verbs[open.how]} ${open.place}, ${open.what}: ${reasonOf(open)}.`,
    nextStep: stepOf(open),
  };
}

/** Something of a tenant's tree that is open to another tenant's user. */
export function describeTreePlace(open: OpenPlace, userName: string): Defect {
  const reason = open.of?.isMounted ? "it is mounted there once more" : reasonOf(open);
  return {
    what: "open-to-neighbour",
    message: `Another tenant's user ${userName} can ${verbs[open.how]} ${open.place}: ${reason}.`,
    nextStep: open.of?.isMounted ? `Take the mount away: umount ${shellWord(open.place)}` : stepOf(open),
  };
}

/** Which item a place of a tenant's tree belongs to. */
export function itemOf(layout: TenantLayout, below: string): Item {
  const place = path.join(layout.tree, below);
  const within: readonly (readonly [string, Item])[] = [
    [layout.browser, "browser-profile"],
    [layout.credentials, "channel-credentials"],
    [layout.workspace, "workspace"],
    [layout.secrets, "gateway-token"],
    [layout.logs, "logs"],
    [layout.output, "logs"],
    [layout.backups, "backups"],
  ];
  return within.find(([above]) => place === above || place.startsWith(`${above}/`))?.[1] ?? "state-directory";
}

function reasonOf({ why }: OpenPlace): string {
  if (why.by === "access-list") return `an access list (ACL) of ${why.place} lets it, beside the mode`;
  if (why.by === "owner") return `${why.place} belongs to it`;
  return `${why.place} has mode ${octal(why.mode)}`;
}

function stepOf({ why }: OpenPlace): string {
  const place = shellWord(why.place);
  if (why.by === "access-list")
    return `Look at it with getfacl ${place}, and remove the list: setfacl -b ${place}`;
  return why.by === "owner" ? `Give it back: chown root ${place}` : `Close it: chmod go-w,o-rwx ${place}`;
}
