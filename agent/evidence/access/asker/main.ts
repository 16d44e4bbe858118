import { readFileSync } from "node:fs";
import { setPriority } from "node:os";
import path from "node:path";
import { isOpen } from "./ask.ts";
import { as } from "./become.ts";
import { descend, isAjar } from "./descend.ts";
import { findDisks } from "./find-disks.ts";
import { findWritable } from "./find-writable.ts";
import type { Answer, Door, Entrance, How, OpenPlace, Order, Subject } from "./order.ts";
import { whyOpen } from "./why-open.ts";

/**
 * Asks the kernel, as each tenant's user, what it lets that user do beyond its
 * own. One process for all of them: an order as JSON on standard input, an
 * answer a line. It is root's own, runs nothing and parses nothing of theirs.
 */

// Readers of tenants' files have seconds, and go before.
setPriority(10);
const mostTold = 10;
const order = JSON.parse(readFileSync(0, "utf8")) as Order;
const until = performance.now() + order.limitMs;
const uids = new Set(order.subjects.map(({ uid }) => uid));
const writable = order.unwritable.map((door) => ({
  door,
  ...findWritable(door.place, { isDeep: door.isDeep, uids, until }),
}));
const disks = findDisks();
for (const { door, isWhole } of writable) if (!isWhole) tooMuch(null, door.place);
for (const subject of order.subjects) {
  if (performance.now() > until) tooMuch(subject.slug, "what is not its own");
  else askAll(subject);
}
say({ type: "done" });

function askAll(subject: Subject): void {
  const changeable = writable.flatMap(({ door, suspects }) =>
    suspects.map((place) => ({ ...door, place, ways: ["write"] as const })),
  );
  const devices = disks.map((place) => ({
    place,
    ways: ["read", "write"] as const,
    what: "a disk or memory",
  }));
  tellOpen(subject, "door", order.doors);
  tellOpen(subject, "own", subject.own);
  tellOpen(subject, "program", subject.programs);
  tellOpen(subject, "unwritable", changeable);
  tellOpen(subject, "device", devices);
  const starts = [
    ...order.closed.map((door) => ({
      ...{ place: door.place, tree: door.place, below: "", isMounted: false },
      ...{ door, entrance: null },
    })),
    ...order.entrances.flatMap((entrance) =>
      entrance.slug === subject.slug ? [] : [{ ...entrance, door: null, entrance }],
    ),
  ];
  const ajar = as(subject, () => starts.filter((start) => isAjar(subject, start)));
  for (const { door, entrance, ...start } of ajar) {
    const { found, isWhole } = descend(subject, start, until);
    if (!isWhole) tooMuch(subject.slug, start.place);
    for (const { place, how } of found) {
      if (entrance === null) tell(subject, "closed", { place, what: door?.what ?? "" }, how);
      else tell(subject, "tree", { place, what: "" }, how, seenIn(entrance, place));
    }
  }
}

function seenIn({ slug, place: start, below, isMounted }: Entrance, place: string): OpenPlace["of"] {
  return { slug, below: path.join(below, path.relative(start, place)), isMounted };
}

function tellOpen(subject: Subject, kind: OpenPlace["kind"], doors: readonly Door[]): void {
  const open = as(subject, () =>
    doors.flatMap((door) =>
      door.ways.filter((how) => isOpen(subject, door.place, how)).map((how) => ({ door, how })),
    ),
  );
  const told = kind === "door" ? open : open.slice(0, mostTold);
  for (const { door, how } of told) tell(subject, kind, door, how);
}

function tell(
  subject: Subject,
  kind: OpenPlace["kind"],
  { place, what }: Pick<Door, "place" | "what">,
  how: How,
  of: OpenPlace["of"] = null,
): void {
  say({ type: "open", slug: subject.slug, how, place, what, kind, of, why: whyOpen(subject, place, how) });
}

function tooMuch(slug: string | null, place: string): void {
  say({ type: "unmeasured", slug, reason: `There is more in ${place} than can be asked about in a check.` });
}

function say(answer: Answer): void {
  process.stdout.write(`${JSON.stringify(answer)}\n`);
}
