import { rebaseInto } from "#agent/files/real-place.ts";
import { askWhoItIs, type SaidByGateway } from "#agent/gateway/ask-who-it-is.ts";
import { innerPid } from "#agent/proc/inner-pid.ts";
import { answersLoopback4 } from "#agent/proc/list-listeners.ts";
import {
  compareWord,
  type SeenOfGateway,
  type WordOutcome,
  type WordPart,
} from "#lib/domain/gateway-word/compare-word.ts";
import { listWorkspaces } from "./agent-directories.ts";
import { effectivePort, holdersOf, isOwn, isPortVerified, listenersAround } from "./own-listeners.ts";
import { runningVersion } from "./running-version.ts";
import type { TenantView } from "./tenant-view.ts";

/** What a running Gateway said of itself, and what was seen of the same. */
export type HeardWord = {
  readonly said: SaidByGateway;
  readonly seen: SeenOfGateway;
  readonly outcomes: Readonly<Record<WordPart, WordOutcome>>;
};
/** It was not asked, or did not answer. */
export type UnheardWord = { readonly reason: string };

const heard = new WeakMap<TenantView, Promise<HeardWord | UnheardWord>>();

/** Asks a tenant's running Gateway who it is, once a look at the tenant, and holds that against what was seen. */
export function hearGateway(view: TenantView): Promise<HeardWord | UnheardWord> {
  const known = heard.get(view) ?? hear(view);
  heard.set(view, known);
  return known;
}

async function hear(view: TenantView): Promise<HeardWord | UnheardWord> {
  const { gateway, context, record, root, layout } = view;
  if (gateway === null) return { reason: "The Gateway is stopped." };
  if (gateway.displaced !== null) return { reason: gateway.displaced };
  const answer = await askWhoItIs(context, record);
  if ("reason" in answer) return answer;
  // Where the installation's home is reached through a link, the Gateway knows the tree by the name that it was given.
  const rebase = (place: string) => rebaseInto(root, layout.tree, place);
  const said = {
    ...answer,
    state: answer.state && rebase(answer.state),
    config: answer.config && rebase(answer.config),
    workspaces: answer.workspaces?.map(rebase) ?? null,
  };
  const seen = await seenOf(view, rebase);
  return { said, seen, outcomes: compareWord(said, seen) };
}

async function seenOf(view: TenantView, rebase: (place: string) => string): Promise<SeenOfGateway> {
  const port = effectivePort(view);
  const isVerified = port !== null && isPortVerified(view, port);
  const { config, surroundings, stateDirectory, configFile, database } = view;
  return {
    pid: isVerified ? pidsAt(view, port) : null,
    port: isVerified ? port : null,
    version: await runningVersion(view),
    state: stateDirectory,
    config: configFile,
    workspaces: config.isReadable
      ? listWorkspaces(config.config, surroundings, stateDirectory).map(({ path }) => rebase(path))
      : null,
    device: database.device,
  };
}

/** By the numbers that they have for themselves: a process in a view of its own doesn't know the host's. */
function pidsAt(view: TenantView, port: number): number[] {
  const own = listenersAround(view).filter(
    (listener) => listener.port === port && answersLoopback4(listener) && isOwn(view, listener),
  );
  return own
    .flatMap((listener) => holdersOf(view, listener))
    .map(innerPid)
    .filter((pid) => pid !== null);
}
