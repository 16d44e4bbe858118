import { createHash } from "node:crypto";
import { readdir } from "node:fs/promises";
import path from "node:path";
import type { Honesty } from "./canary-tenant.ts";
import { knowsToken, type TenantTokens } from "./known-tokens.ts";
import { type Participant, resultKey } from "./participant.ts";
import type { AttemptTarget } from "./runner/protocol.ts";

const nothingMore = {
  ids: [],
  seal: "",
  conversation: null,
  browserPort: null,
  removedDevice: null,
  basePort: 0,
};

/** All attempts of one source, itself among the targets: that is the control. In an order of its own, so that no target is asked by all at once. */
export async function attemptAll(
  one: Participant,
  participants: readonly Participant[],
  honesty: Honesty,
  tokens: ReadonlyMap<Participant, TenantTokens>,
  ids: ReadonlyMap<Participant, readonly string[]>,
): Promise<void> {
  if (one.session === null || one.problem !== null) return;
  const at = participants.indexOf(one);
  const others = [...participants.slice(at), ...participants.slice(0, at)];
  const targets = others.flatMap((other): AttemptTarget[] => {
    const [theirs, ours] = [tokens.get(other), tokens.get(one)];
    if (other.target === null || theirs === undefined || ours === undefined) return [];
    const gateway = theirs.locksOut && other !== one ? null : other.target.gateway;
    const seal = createHash("sha256").update(other.proof).digest("hex");
    const { conversation = null, browser, removedDevice = null } = other.prepared ?? {};
    return [
      {
        ...other.target,
        ...{ gateway, seal, conversation, removedDevice },
        ids: ids.get(other) ?? [],
        basePort: other.record.basePort,
        knowsToken: knowsToken(theirs, ours),
        browserPort: browser?.instance ? browser.port : null,
      },
    ];
  });
  targets.splice(Math.floor(targets.length / 2), 0, { ...honesty.target, ...nothingMore });
  try {
    const own = await readdir(one.layout.tree).catch(() => []);
    const results = await one.session.attempt({
      do: "attempt",
      self: one.record.slug,
      own: own.map((name) => path.join(one.layout.tree, name)),
      targets,
    });
    one.results = new Map(results.map((result) => [resultKey(result.target, result.probe), result]));
  } catch (error) {
    one.problem = error instanceof Error ? error.message.slice(0, 300) : "Its probe process failed.";
  }
}
