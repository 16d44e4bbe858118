import path from "node:path";
import { inspectPlace, isInside, octal, type Place } from "#agent/files/inspect-place.ts";
import { rebaseInto } from "#agent/files/real-place.ts";
import { statsOnWay } from "#agent/files/stats-on-way.ts";
import { otherMembers } from "#agent/host/read-accounts.ts";
import { hasOwnUser } from "#agent/tenant/boundary-kind.ts";
import { shellWord } from "#lib/domain/mistakes/shell-word.ts";
import type { Draft } from "./evidence-builder.ts";
import { knownPath } from "./known-path.ts";
import type { TenantView } from "./tenant-view.ts";

type Options = {
  /** What it is, for an operator: "workspace of the default agent". */
  readonly label: string;
  /** False where the item has no identity of its own here, such as a parent directory. Default true. */
  readonly isIdentity?: boolean;
  /** Default true: something outside the tenant's tree breaks the item. */
  readonly mustBeInside?: boolean;
  /** True for what the Gateway makes itself, with modes that count only as far as others get there. */
  readonly isGateways?: boolean;
};

/**
 * Looks at a file or directory that must be the tenant's alone: notes its real
 * place, device and inode and owner as identities, and as defects a place
 * outside the tree, a foreign owner, and a mode that lets others in.
 *
 * @returns null when the host would not say; the item is then not measured
 */
export async function observePlace(
  draft: Draft,
  view: TenantView,
  given: string,
  options: Options,
): Promise<Place | null> {
  const { label } = options;
  const place = await look(draft, view, given, label);
  if (place === null) return null;
  draft.how("stat of each file and directory");
  const isOutside = !isInside(place.real, view.root);
  if (options.isIdentity ?? true) addIdentities(draft, view, place, label);
  draft.fact(sentence(label), describe(place));
  if (isOutside && (options.mustBeInside ?? true)) {
    const way = place.isLinked ? `a symbolic link at ${place.given} leads to` : "it is";
    draft.defect(
      "outside-boundary",
      `The ${label} lies outside the tenant's tree: ${way} ${place.real}.`,
      `Set it to a place below ${view.layout.tree} and move what is there.`,
    );
  }
  if (place.exists) checkOwner(draft, view, place, label);
  if (place.exists && !(options.isGateways && (await isBehindDoor(place))))
    checkMode(draft, view, place, label);
  return place;
}

async function look(draft: Draft, view: TenantView, given: string, label: string): Promise<Place | null> {
  try {
    const place = await inspectPlace(rebaseInto(view.root, view.layout.tree, given), view.root);
    if (place.exists) return place;
    const [shown, real] = await Promise.all(
      [place.given, place.real].map((file) => knownPath(view.context.fingerprintKey, file)),
    );
    return { ...place, given: shown ?? "", real: real ?? "" };
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code ?? "unknown error";
    draft.unmeasured(`The ${label} could not be looked at (${code}).`);
    return null;
  }
}

function addIdentities(draft: Draft, view: TenantView, place: Place, label: string): void {
  draft.identity("path", place.real, label);
  if (place.inode !== null) draft.identity("inode", place.inode, label);
  // What the agent's root owns inside a tenant's tree says nothing about who uses it.
  const isAgents = hasOwnUser(view.record) && place.uid === view.context.uid;
  if (place.exists && !isAgents) draft.identity("uid", String(place.uid), `owner of the ${label}`);
}

/** Whether its way is closed to everybody but its owner. */
export async function isBehindDoor({ real, uid }: Place): Promise<boolean> {
  const way = await statsOnWay(path.dirname(real));
  return way?.some((above) => above.uid === uid && (above.mode & 0o077) === 0) ?? false;
}

function checkOwner(draft: Draft, view: TenantView, place: Place, label: string): void {
  const { record } = view;
  if (isForeign(view, place)) {
    draft.defect(
      "wrong-owner",
      `The ${label} at ${place.real} belongs to user ${nameOf(view, place.uid)}, not to the tenant's user ${record.userName}.`,
      `Find out why, then give it back: chown ${record.userName} ${shellWord(place.real)}`,
    );
  }
}

function checkMode(draft: Draft, view: TenantView, place: Place, label: string): void {
  const exposed = exposureOf(view, place);
  if (exposed !== null) {
    draft.defect(
      "open-mode",
      `The ${label} at ${place.real} has mode ${octal(place.mode)}: ${exposed}.`,
      `Close it: chmod ${place.kind === "directory" ? "0700" : "0600"} ${shellWord(place.real)}`,
    );
  }
}

/** True when neither the tenant nor the agent owns it. */
export function isForeign({ record, context }: TenantView, place: Place): boolean {
  return place.uid !== record.uid && place.uid !== context.uid;
}

/** Whom the mode of a place lets in beside the tenant; null when nobody. */
export function exposureOf(view: TenantView, place: Place): string | null {
  if (place.mode & 0o007) return "every user of this host has access";
  if ((place.mode & 0o070) === 0) return null;
  const { record, context, host } = view;
  const others = otherMembers(host.accounts, place.gid, record.userName);
  const isTenantsReadOnly =
    place.gid === record.gid && place.uid === context.uid && (place.mode & 0o020) === 0;
  // The agent gives the tenant its configuration to read through the tenant's own group.
  if (hasOwnUser(record) && isTenantsReadOnly && others.length === 0) return null;
  return others.length === 0
    ? `group ${place.gid} has access`
    : `group ${place.gid} has access (${others.slice(0, 5).join(", ")})`;
}

function describe(place: Place): string {
  if (!place.exists) return `${place.real}, not there yet`;
  const link = place.isLinked ? ` (through a symbolic link at ${place.given})` : "";
  return `${place.real}${link}, mode ${octal(place.mode)}, owner ${place.uid}:${place.gid}`;
}

function nameOf(view: TenantView, uid: number): string {
  const name = view.host.accounts.accounts.find((account) => account.uid === uid)?.name;
  return name === undefined ? String(uid) : `${name} (${uid})`;
}

function sentence(label: string): string {
  return label.charAt(0).toUpperCase() + label.slice(1);
}
