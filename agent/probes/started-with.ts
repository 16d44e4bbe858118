import path from "node:path";
import { boundaryOf } from "#agent/boundary/boundary.ts";
import type { AgentContext } from "#agent/context/context.ts";
import { readEnviron } from "#agent/proc/read-process.ts";
import type { Participant } from "./participant.ts";
import { maxPlaces } from "./runner-lines.ts";

type Caches = {
  /** Where Node loads compiled code from. */
  readonly compileCaches: readonly string[];
  /** Where a tenant's tools keep what they fetched. */
  readonly caches: readonly string[];
};

/** What a tenant's processes show that they were started with, and what its Gateway would be. */
export function startedWith(
  context: AgentContext,
  { record, gateway }: Pick<Participant, "record" | "gateway">,
  members: readonly number[],
): Caches {
  const environments = members.map((pid) => readEnviron(pid)).filter((env) => env !== null);
  const starting = boundaryOf(context, record).exec.openclaw([]).env;
  return {
    compileCaches: absolute([
      ...environments.flatMap((env) => env.NODE_COMPILE_CACHE ?? []),
      ...[readEnviron(gateway?.pid ?? 0) ?? starting].flatMap(compileCacheOf),
    ]),
    caches: absolute([starting, ...environments].flatMap(cachesOf)),
  };
}

type Environment = Readonly<Record<string, string>>;

/** Where the Gateway loads compiled code from; Node's default is a directory that whoever came first owns. */
function compileCacheOf(env: Environment): string[] {
  if (env.NODE_DISABLE_COMPILE_CACHE) return [];
  return [env.NODE_COMPILE_CACHE ?? path.join(env.TMPDIR ?? "/tmp", "node-compile-cache")];
}

function cachesOf(env: Environment): string[] {
  const home = env.HOME === undefined ? [] : [path.join(env.HOME, ".cache"), path.join(env.HOME, ".npm")];
  return [...home, ...[env.XDG_CACHE_HOME, env.npm_config_cache].filter((each) => each !== undefined)];
}

/** A tenant chooses what its processes show: no more are looked at than it can need. */
function absolute(directories: readonly string[]): string[] {
  const isUsable = (directory: string) => path.isAbsolute(directory) && directory.length <= 500;
  return [...new Set(directories)].filter(isUsable).slice(0, maxPlaces);
}
