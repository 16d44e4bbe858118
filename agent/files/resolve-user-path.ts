import path from "node:path";

/** What a path or text of the configuration is resolved against: the Gateway's environment and working directory. */
export type Surroundings = {
  readonly env: Readonly<Record<string, string>>;
  readonly workingDirectory: string;
};

/** Resolves a path as OpenClaw does: `${NAME}` from the environment, `~` as its home, the rest from the working directory. */
export function resolveUserPath(given: string, surroundings: Surroundings): string {
  const text = substitute(given.replaceAll("\0", "").trim(), surroundings.env).trim();
  const home = surroundings.env.OPENCLAW_HOME || surroundings.env.HOME || surroundings.workingDirectory;
  const expanded = text === "~" || text.startsWith("~/") ? path.join(home, text.slice(1)) : text;
  return path.resolve(surroundings.workingDirectory, expanded);
}

/** No path of Linux is longer, so nothing longer is put together. */
const maxLength = 4096;

/** Puts the environment's values in the place of `${NAME}`; `$${NAME}` and unknown names stay. What is too long for a path is cut. */
export function substitute(text: string, env: Readonly<Record<string, string>>): string {
  const given = text.slice(0, maxLength + 1);
  return given.replace(/\$?\$\{([A-Z_][A-Z0-9_]*)\}/g, (whole, name: string) => {
    if (whole.startsWith("$$")) return whole.slice(1);
    return Object.hasOwn(env, name) ? (env[name] ?? whole).slice(0, maxLength) : whole;
  });
}
