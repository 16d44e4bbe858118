import { createConfigHasher } from "#agent/config-file/config-hash.ts";
import { momentOf } from "#agent/context/moment.ts";
import { readHungWork } from "#agent/watchdog/hung-work.ts";
import { during } from "#agent/watchdog/work-board.ts";
import type { Slug } from "#lib/domain/tenant/slug.ts";
import type { Observation } from "#lib/host-agent/contract/observation.ts";
import { absentObservation, buildObservation, observationKey } from "./build-observation.ts";
import { observeGateway, readHost } from "./observe-gateway.ts";
import type { Supervision } from "./supervision.ts";

export type WatchChange =
  | { readonly type: "change"; readonly observation: Observation }
  | { readonly type: "gone"; readonly slug: Slug };
export type WatchListener = (change: WatchChange) => void;

/** Looks at every Gateway again and again and tells listeners what changed. */
export type GatewayWatch = {
  /** Looks now. A tenant this host doesn't know is `absent`. */
  observe(slug: Slug): Promise<Observation>;
  observeAll(): Promise<Observation[]>;
  subscribe(listener: WatchListener): () => void;
  publish(slug: Slug): void;
  begin(): void;
  /** Settles when the look that is under way has ended. */
  end(): Promise<void>;
};

/** @param supervisionOf the supervision that this watch is part of */
export function createGatewayWatch(supervisionOf: () => Supervision): GatewayWatch {
  const listeners = new Set<WatchListener>();
  const hasher = createConfigHasher();
  let timer: NodeJS.Timeout | undefined;
  let look: Promise<unknown> = Promise.resolve();
  let isEnded = false;

  const current = (slug: Slug): Observation => {
    const { registry, driver, states, context } = supervisionOf();
    const record = registry.get(slug);
    if (record === null) return absentObservation(slug, momentOf(context));
    const { process } = record;
    const gateway = process !== null && driver.isRunning(process) ? driver.describe(process) : null;
    return buildObservation({ record, state: states.of(slug), gateway, moment: momentOf(context) });
  };
  const tell = (change: WatchChange) => {
    for (const listener of listeners) listener(change);
  };
  const publish = (slug: Slug) => {
    const { registry, states } = supervisionOf();
    if (registry.get(slug) === null) return;
    const observation = current(slug);
    const key = observationKey(observation);
    const state = states.of(slug);
    if (state.lastSeen === key) return;
    state.lastSeen = key;
    tell({ type: "change", observation });
  };
  const lookAt = async (slugs: readonly Slug[]) => {
    const supervision = supervisionOf();
    const host = await readHost();
    const hung = await readHungWork(supervision.context.paths.agent);
    const records = supervision.registry.list().filter((record) => slugs.includes(record.slug));
    const shared = { host, hasher, hung };
    await Promise.all(
      records.map((record) =>
        during({ slug: record.slug, part: null }, () => observeGateway(supervision, record, shared)),
      ),
    );
  };
  const forgetRemoved = () => {
    const { registry, states } = supervisionOf();
    const known = new Set(registry.list().map((record) => record.slug));
    for (const { slug } of states
      .all()
      .filter((state) => !known.has(state.slug) && state.activity === "idle")) {
      states.forget(slug);
      tell({ type: "gone", slug });
    }
  };
  const tick = async () => {
    const { registry, context, timings } = supervisionOf();
    try {
      await during({ verb: "watch" }, () => lookAt(registry.list().map((record) => record.slug)));
      forgetRemoved();
    } catch (error) {
      context.log.error({ err: error }, "looking at the Gateways failed");
    }
    if (!isEnded) timer = setTimeout(() => (look = tick()), timings.observeEveryMs);
  };

  return {
    async observe(slug) {
      await lookAt([slug]);
      return current(slug);
    },
    async observeAll() {
      const slugs = supervisionOf()
        .registry.list()
        .map((record) => record.slug);
      await lookAt(slugs);
      return slugs.map(current);
    },
    subscribe(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    publish,
    begin() {
      look = tick();
    },
    async end() {
      isEnded = true;
      clearTimeout(timer);
      await look;
      clearTimeout(timer);
    },
  };
}
