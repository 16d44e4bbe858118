import { createHash } from "node:crypto";
import { describe, expect, it } from "vitest";
import { attemptAll } from "./attempt-all.ts";
import type { Honesty } from "./canary-tenant.ts";
import { knowsToken, type TenantTokens } from "./known-tokens.ts";
import type { Participant } from "./participant.ts";
import type { Attempt } from "./runner/protocol.ts";
import type { RunnerSession } from "./runner-session.ts";
import { otherProof, proof, sideOf } from "./testing/sides.ts";

const tokens = (changes: Partial<TenantTokens>): TenantTokens => ({
  ...{ token: "mine", known: "", locksOut: false },
  ...changes,
});

it.each<[what: string, target: Partial<TenantTokens>, source: Partial<TenantTokens>, isKnown: boolean]>([
  ["where it stands among what the target has", { known: "a\nmine\nb" }, {}, true],
  ["where it is part of what the target has", { known: "TOKEN=mine" }, {}, true],
  ["not where the target has another", { known: "theirs" }, {}, false],
  ["not where the source has none that could be read", { known: "null" }, { token: null }, false],
])("a target knows a source's token %s", (_, target, source, isKnown) => {
  expect(knowsToken(tokens(target), tokens(source))).toBe(isKnown);
});

describe("what a runner is told to try", () => {
  const gateway = { port: 20_000, inode: 1 };
  const canary = { ...sideOf("canary", {}).one.target, slug: "t-canary" };
  const honesty: Partial<Honesty> = { target: canary as Honesty["target"] };

  /** Orders one run of the first of these tenants, whose runner only takes the order. */
  async function order(locksOut: boolean, problem: string | null = null) {
    const orders: Attempt[] = [];
    const session: Partial<RunnerSession> = {
      attempt: (message) => {
        orders.push(message);
        return Promise.resolve([]);
      },
    };
    const [one, other, unseen] = ["source", "target", "unseen"].map((slug): Participant => {
      const side = sideOf(slug, {}).one;
      const target = slug === "unseen" ? null : side.target && { ...side.target, gateway };
      return { ...side, target, proof: slug === "source" ? proof : otherProof };
    });
    if (one === undefined || other === undefined || unseen === undefined) throw new Error("There are three.");
    one.session = session as RunnerSession;
    one.problem = problem;
    one.results = null;
    const all = [other, one, unseen];
    const known = new Map(all.map((each) => [each, tokens({ locksOut })]));
    await attemptAll(one, all, honesty as Honesty, known, new Map());
    return { one, targets: orders.flatMap(({ targets }) => targets) };
  }

  it("is itself, every other tenant of which something is known, and the canary tenant among them", async () => {
    const { one, targets } = await order(false);
    expect(targets.map(({ slug }) => slug).sort()).toEqual(["source", "t-canary", "target"]);
    expect(targets.find(({ slug }) => slug === "target")).toMatchObject({
      gateway,
      seal: createHash("sha256").update(otherProof).digest("hex"),
    });
    expect(one.results).toEqual(new Map());
  });

  it("leaves out another's Gateway that wrong tokens would lock, and not its own", async () => {
    const { targets } = await order(true);
    expect(targets.find(({ slug }) => slug === "target")?.gateway).toBeNull();
    expect(targets.find(({ slug }) => slug === "source")?.gateway).toEqual(gateway);
  });

  it("tells no canary, only by what it is known", async () => {
    const { targets } = await order(false);
    expect(JSON.stringify(targets)).not.toContain(otherProof);
  });

  it("is nothing where something is wrong with the source", async () => {
    const { one, targets } = await order(false, "Its runner ended.");
    expect(targets).toEqual([]);
    expect(one.results).toBeNull();
  });
});

it("a runner that fails is the source's problem, and brings no results", async () => {
  const { one } = sideOf("source", {});
  const session: Partial<RunnerSession> = { attempt: () => Promise.reject(new Error("It ended early.")) };
  Object.assign(one, { session, results: null });
  const honesty: Partial<Honesty> = { target: one.target as Honesty["target"] };
  await attemptAll(one, [one], honesty as Honesty, new Map([[one, tokens({})]]), new Map());
  expect(one).toMatchObject({ problem: "It ended early.", results: null });
});
