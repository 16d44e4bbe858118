import type { Finding } from "./finding.ts";
import type { Surroundings } from "./look-around.ts";
import type { OwnGateway } from "./own-gateway.ts";
import type { AttemptTarget, Prepare } from "./protocol.ts";

/** Who tries. */
export type Source = {
  readonly slug: string;
  readonly workspace: string;
  readonly token: string | null;
  /** The reason where its own Gateway can't be asked. */
  readonly gateway: OwnGateway | string;
  /** What became of a device that it paired with its own Gateway. */
  readonly rehearsed: Finding;
  readonly hasScriptedModel: boolean;
  readonly surroundings: Surroundings;
  /** Ports of the Gateways that were announced on its network; null when it could not ask. */
  readonly announced: readonly number[] | null;
  /** Another name each time, for what is planted on the way and removed again at once. */
  readonly name: () => string;
};

type Found<T> = T | Promise<T>;

/**
 * An attempt of one source at one target. The same code tries oneself, which
 * is the control. Null where there is nothing to try it on.
 */
export type TargetProbe = (target: AttemptTarget, source: Source) => Found<Finding | null>;

/** An attempt of a source at the host itself, whoever the target is. `name` is for what is planted on the way. */
export type HostProbe = (order: Prepare, name: string) => Found<Finding>;

/** Those that wait for the network alone are tried together, the others one after the other. */
export type ProbeTable<P> = {
  readonly together: Readonly<Record<string, P>>;
  readonly inTurn: Readonly<Record<string, P>>;
};

export async function tryTable<P>(
  { together, inTurn }: ProbeTable<P>,
  tryOne: (id: string, probe: P) => Promise<void>,
): Promise<void> {
  await Promise.all(Object.entries(together).map(([id, probe]) => tryOne(id, probe)));
  for (const [id, probe] of Object.entries(inTurn)) await tryOne(id, probe);
}

export function isSelf(target: AttemptTarget, source: Source): boolean {
  return target.slug === source.slug;
}

/** Null where none could be planted. */
export function workspaceCanary({ canaries, places }: AttemptTarget): string | null {
  return canaries.find((file) => file.startsWith(`${places.workspace}/`)) ?? null;
}
