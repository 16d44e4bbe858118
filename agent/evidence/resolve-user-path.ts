import path from "node:path";

/** What a path or text of the configuration is resolved against: the Gateway's environment and working directory. */
export type Surroundings = {
  readonly env: Readonly<Record<string, string>>;
  readonly workingDirectory: string;
};

/** Resolves a path as OpenClaw does: `${NAME}` from the environment, `~` as its home, the rest from the working directory. */
export function resolveUserPath(given: string, surroundings: Surroundings): string {
  const text = substitute(given.replaceAll("\0", ""), surroundings.env).trim();
  const home = surroundings.env.OPENCLAW_HOME || surroundings.env.HOME || surroundings.workingDirectory;
  const expanded = text === "~" || text.startsWith("~/") ? path.join(home, text.slice(1)) : text;
  return path.resolve(surroundings.workingDirectory, expanded);
}

/** Puts the environment's values in the place of `${NAME}`; `$${NAME}` and unknown names stay. */
export function substitute(text: string, env: Readonly<Record<string, string>>): string {
  return text.replace(/\$?\$\{([A-Z_][A-Z0-9_]*)\}/g, (whole, name: string) => {
    if (whole.startsWith("$$")) return whole.slice(1);
    return env[name] ?? whole;
  });
}

/** Reads `NAME=value` lines as a dotenv file has them. */
export function parseDotenv(text: string): Record<string, string> {
  const entries = text.split("\n").flatMap((line): [string, string][] => {
    const match = /^\s*(?:export\s+)?([A-Za-z_][A-Za-z0-9_]*)\s*=\s*(.*?)\s*$/.exec(line);
    if (match?.[1] === undefined) return [];
    const raw = match[2] ?? "";
    const quoted = /^(["'`])(.*)\1/.exec(raw);
    return [[match[1], quoted ? (quoted[2] ?? "") : raw.replace(/\s+#.*$/, "")]];
  });
  return Object.fromEntries(entries);
}
