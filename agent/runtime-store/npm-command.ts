import { existsSync } from "node:fs";
import path from "node:path";

/** The npm that runs us when there is one, under our own Node; else the one on PATH. */
export function npmCommand(environment: NodeJS.ProcessEnv): { file: string; args: string[] } {
  const script = environment.npm_execpath;
  if (script !== undefined && path.basename(script) === "npm-cli.js" && existsSync(script)) {
    return { file: process.execPath, args: [script] };
  }
  return { file: "npm", args: [] };
}

/**
 * The environment for a nested npm: without what an outer `npm start` set for
 * its own package, which would send the inner one to the wrong directory, and
 * without this product's own settings.
 */
export function npmEnvironment(environment: NodeJS.ProcessEnv): Record<string, string> {
  const isForeign = (name: string) =>
    /^(npm_package_|npm_lifecycle_|BULKHEAD_|DATABASE_URL$|NODE_OPTIONS$|NODE_ENV$|INIT_CWD$)/.test(name) ||
    /^npm_config_(local_prefix|global_prefix|prefix|noproxy_package)$/.test(name);
  return Object.fromEntries(
    Object.entries(environment).flatMap(([name, value]): [string, string][] =>
      value === undefined || isForeign(name) ? [] : [[name, value]],
    ),
  );
}
