import type { TenantLock } from "#agent/registry/tenant-lock.ts";
import { AgentFailure } from "#agent/steps/agent-error.ts";
import type { Slug } from "#lib/domain/tenant/slug.ts";

/** What a change is about, and with that which work on the tenant it takes turns with. */
export type ChangeArea = "secrets" | "configuration";
type Change = { readonly slug: Slug; readonly changeId: string };

/** Closed changes that are remembered at most; a call doesn't stay on its way for as long as so many others come after it. */
const mostClosed = 10_000;

/**
 * Lets changes of tenants begin in turn, until one is closed. It is kept in
 * memory alone: with the agent's process every call on its way to it ends.
 */
export function createChangeGate(locks: Readonly<Record<ChangeArea, TenantLock>>) {
  const closed = new Set<string>();
  return {
    /** @throws AgentFailure CANCELLED when the change was closed before it could begin */
    run: <T>(of: ChangeArea, { slug, changeId }: Change, work: () => Promise<T>): Promise<T> =>
      locks[of].run(slug, async () => {
        if (closed.has(changeId)) throw closedBefore(slug);
        return work();
      }),
    /** Resolves when the change has ended, or will never begin. */
    close: (of: ChangeArea, { slug, changeId }: Change): Promise<void> =>
      locks[of].run(slug, async () => {
        const [oldest] = closed;
        if (closed.size >= mostClosed && oldest !== undefined) closed.delete(oldest);
        closed.add(changeId);
      }),
  };
}

function closedBefore(slug: Slug): AgentFailure {
  return new AgentFailure(
    "CANCELLED",
    `This change of "${slug}" came after it had been given up, so nothing was changed.`,
    "Look at what the tenant has now, then try again.",
  );
}
