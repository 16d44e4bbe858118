import type { ChangeArea } from "#agent/api/change-gate.ts";
import { AgentFailure } from "#agent/steps/agent-error.ts";
import type { Handlers } from "#agent/steps/handlers.ts";
import type { Slug } from "#lib/domain/tenant/slug.ts";
import { shownText } from "#lib/host-agent/contract/shown-value.ts";

type Gate = {
  run<T>(of: ChangeArea, change: { slug: Slug; changeId: string }, work: () => Promise<T>): Promise<T>;
};
const setting = {
  id: "c".repeat(32),
  path: shownText("session.dmScope"),
  asked: [{ plain: shownText('"per-channel-peer"') }],
  kept: [{ plain: shownText('"main"') }],
};

/** The part of a host that remembers which configuration it wrote or accepted, in memory. Every tenant's was edited once. */
export function standInConfigurations(changes: Gate) {
  const edited = "e".repeat(64);
  const written = new Map<string, string>();
  const onDisk = new Map<string, string>();
  const stateOf = (slug: string) => ({
    written: written.get(slug) ?? "a".repeat(64),
    onDisk: onDisk.get(slug) ?? edited,
  });
  const handlers: Partial<Handlers> = {
    "config.drift": async ({ slug }) => {
      const state = stateOf(slug);
      if (state.written === state.onDisk) return null;
      return {
        ...{ writtenAt: null, writtenHash: state.written, diskHash: state.onDisk },
        ...{ problem: null, changes: [], isTruncated: false, obstacles: [] },
      };
    },
    "config.adopted": async ({ slug }) => ({ settings: written.get(slug) === edited ? [setting] : [] }),
    "config.adopt": ({ slug, changeId, hash }) =>
      changes.run("configuration", { slug, changeId }, async () => {
        if (stateOf(slug).onDisk !== hash) {
          throw new AgentFailure("CONFIG_CHANGED", "It has changed since.", "Look again.");
        }
        written.set(slug, hash);
        return { hash, paths: [setting.path] };
      }),
  };
  return {
    ...{ handlers, edited },
    isAdopted: (slug: string) => written.get(slug) === edited,
    /** Somebody edits the file once more. */
    edit: (slug: string) => onDisk.set(slug, "f".repeat(64)),
  };
}
