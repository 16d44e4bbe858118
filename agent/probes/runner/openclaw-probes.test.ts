import { expect, it, vi } from "vitest";
import { digest, type Finding, reached, refused, unmeasured } from "./finding.ts";
import { openclawProbes } from "./openclaw-probes.ts";
import type { OwnGateway } from "./own-gateway.ts";
import type { AttemptTarget } from "./protocol.ts";
import type { Source } from "./runner-probe.ts";

const proof = "a".repeat(64);
const theirs = digest("a session of the other's");
const nothing = refused("absent", "Nothing under that key.");

type Case = {
  /** What its own Gateway answers to the other's key. */
  readonly read?: Finding;
  /** The sessions that its own Gateway serves, and those of the other's. */
  readonly served?: string[] | null;
  readonly sessions?: string[] | null;
  readonly slug?: string;
};

/** What became of the other's key at the source's own Gateway, which answers so. */
function tryKey({ read = nothing, served = [], sessions = [theirs], slug = "target" }: Case) {
  const gateway: Partial<OwnGateway> = {
    read: () => Promise.resolve(read),
    sessions: () => Promise.resolve(served),
  };
  const source: Partial<Source> = { slug: "source", gateway: gateway as OwnGateway };
  const target: Partial<AttemptTarget> = { slug, sessions, conversation: "a key", seal: digest(proof) };
  return openclawProbes["gateway.session-key"](target as AttemptTarget, source as Source);
}

it.each<[what: string, which: Case, outcome: string]>([
  ["is refused where there is nothing under it", {}, "refused"],
  ["is refused where it has another conversation", { read: reached("Told.", "b".repeat(64)) }, "refused"],
  ["gets through where it tells what is in the other's", { read: reached("Told.", proof) }, "reached"],
  ["gets through where it serves the other's sessions", { served: [theirs] }, "reached"],
  [
    "is not measured where its own Gateway could not be asked",
    { read: unmeasured("silence", "Busy.") },
    "unmeasured",
  ],
  ["is not measured where it did not say which sessions it serves", { served: null }, "unmeasured"],
  ["is not measured where nothing is known of the other's sessions", { sessions: null }, "unmeasured"],
  [
    "gets through though nothing is known of any sessions",
    { read: reached("Told.", proof), served: null, sessions: null },
    "reached",
  ],
  [
    "opens the own conversation, whatever is known of sessions",
    { read: reached("Told.", proof), served: null, sessions: null, slug: "source" },
    "reached",
  ],
  ["is nothing of its own where only sessions are", { served: [theirs], slug: "source" }, "refused"],
])("the other's key at its own Gateway %s", async (_, which, outcome) => {
  expect(await tryKey(which)).toMatchObject({ outcome });
});

it("a Gateway that says nothing to the key is asked nothing more for each other tenant", async () => {
  const sessions = vi.fn(() => Promise.resolve([]));
  const silent = unmeasured("silence", "It did not say.");
  const gateway: Partial<OwnGateway> = { read: () => Promise.resolve(silent), sessions };
  const source: Partial<Source> = { slug: "source", gateway: gateway as OwnGateway };
  const target: Partial<AttemptTarget> = { slug: "target", sessions: [], conversation: "a key" };
  await openclawProbes["gateway.session-key"](target as AttemptTarget, source as Source);
  expect(sessions).not.toHaveBeenCalled();
});
