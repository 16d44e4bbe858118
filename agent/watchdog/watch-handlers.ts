import type { AgentContext } from "#agent/context/context.ts";
import { AgentFailure } from "#agent/steps/agent-error.ts";
import type { Handlers } from "#agent/steps/handlers.ts";
import { type Slug, slugSchema } from "#lib/domain/tenant/slug.ts";
import { forgetHungWork, readHungWork } from "./hung-work.ts";
import { during } from "./work-board.ts";

/** They make or end what a tenant is, so they are the way out and never left out. */
const neverLeftOut: ReadonlySet<string> = new Set([
  ...["provision", "configure", "start", "stop", "restart", "kill", "remove", "status", "hardening.apply"],
]);
const startsAfresh: ReadonlySet<string> = new Set(["provision", "remove"]);

type AnyHandler = (request: unknown, ...rest: unknown[]) => Promise<unknown>;

/** The same handlers, each named on the board while it runs, and refused where it hung the agent before. */
export function watchHandlers({ paths }: AgentContext, handlers: Handlers): Handlers {
  const watched = Object.entries(handlers).map(([verb, handler]) => {
    // Each is called with just what it would have been called with.
    const run = handler as unknown as AnyHandler;
    const inside: AnyHandler = (request, ...rest) => {
      const slug = slugOf(request);
      return during({ verb, slug }, async () => {
        if (slug !== null && startsAfresh.has(verb)) await forgetHungWork(paths.agent, slug);
        if (slug !== null && !neverLeftOut.has(verb)) await refuseHung(paths.agent, verb, slug);
        return run(request, ...rest);
      });
    };
    return [verb, inside];
  });
  return Object.fromEntries(watched) as unknown as Handlers;
}

async function refuseHung(agentDirectory: string, verb: string, slug: Slug): Promise<void> {
  const reason = (await readHungWork(agentDirectory)).reasonForVerb(verb, slug);
  if (reason === null) return;
  throw new AgentFailure(
    "UNREADABLE",
    `Not done: ${reason}`,
    "Provision the tenant again, then try once more.",
  );
}

/** Of a request that the contract has let through. */
function slugOf(request: unknown): Slug | null {
  if (typeof request !== "object" || request === null) return null;
  const { slug, spec } = request as { slug?: unknown; spec?: { slug?: unknown } };
  return slugSchema.safeParse(slug ?? spec?.slug).data ?? null;
}
