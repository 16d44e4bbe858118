import path from "node:path";

/** What a path or text of the configuration is resolved against: the Gateway's environment and working directory. */
export type Surroundings = {
  readonly env: Readonly<Record<string, string>>;
  readonly workingDirectory: string;
};

/** No path of Linux is longer. */
const maxLength = 4096;

/** Resolves a path as OpenClaw does: `~` as its home, the rest from the working directory. Variables are in their places before. */
export function resolveUserPath(given: string, surroundings: Surroundings): string {
  const text = given.slice(0, maxLength).replaceAll("\0", "").trim();
  const home = surroundings.env.OPENCLAW_HOME || surroundings.env.HOME || surroundings.workingDirectory;
  const expanded = text === "~" || text.startsWith("~/") ? path.join(home, text.slice(1)) : text;
  return path.resolve(surroundings.workingDirectory, expanded);
}
