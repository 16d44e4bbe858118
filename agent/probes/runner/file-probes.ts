import path from "node:path";
import { unmeasured } from "./finding.ts";
import type { AttemptTarget, Places } from "./protocol.ts";
import { isSelf, type TargetProbe, workspaceCanary } from "./runner-probe.ts";
import { tryAnywhere } from "./try-anywhere.ts";
import { tryCreate, tryLinks, tryPlaces } from "./try-files.ts";
import { worstOf } from "./worst-of.ts";

export const fileProbes = {
  "files.state": read(({ state, home }) => ({
    directories: [state, home],
    files: [path.join(state, "state", "openclaw.sqlite")],
  })),
  "files.config": read(({ config, configFile }) => ({ directories: [config], files: [configFile] })),
  "files.workspace": read(({ workspace }) => ({ directories: [workspace] })),
  "files.logs": read(({ logs, output, logFile, outputFile }) => ({
    directories: [logs, output],
    files: [logFile, outputFile],
  })),
  "files.backups": read(({ backups }) => ({ directories: [backups] })),
  "files.browser": read(({ browser }) => ({ directories: [browser] })),
  "files.credentials": read(({ credentials }) => ({ directories: [credentials] })),
  "files.secrets": read(({ secrets, secretsFile }) => ({ directories: [secrets], files: [secretsFile] })),
  "files.write": ({ places }, source) =>
    worstOf(
      directoriesOf(places).map((directory) => tryCreate(directory, source.name())),
      "It has no directory.",
    ),
  "files.link": (target, source) => {
    const canary = workspaceCanary(target);
    if (canary === null) return unmeasured("nothing", "No canary could be planted in the workspace.");
    return tryLinks(source.workspace, canary, source.name());
  },
  "files.anywhere": (target, source) => tryAnywhere(source.surroundings, target, isSelf(target, source)),
} as const satisfies Readonly<Record<string, TargetProbe>>;

type Sought = { readonly directories: readonly string[]; readonly files?: readonly string[] };

function read(choose: (places: Places) => Sought) {
  return ({ places, canaries }: AttemptTarget) => {
    const { directories, files = [] } = choose(places);
    return tryPlaces(directories, files, canaries);
  };
}

function directoriesOf(places: Places): string[] {
  const { tree, config, start, home, state, workspace } = places;
  const { logs, backups, secrets, cache, output, credentials, browser } = places;
  return [
    ...[tree, config, start, home, state, workspace],
    ...[logs, backups, secrets, cache, output, credentials, browser],
  ];
}
