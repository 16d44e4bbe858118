import { z } from "zod";

const envSchema = z
  .object({
    DATABASE_URL: z.string().regex(/^postgres(ql)?:\/\//, "must begin with postgresql://"),
    BULKHEAD_URL: z.url({ protocol: /^https?$/ }).default("http://localhost:3000"),
    PORT: z.coerce.number().int().min(1).max(65_535).default(3000),
    BULKHEAD_BIND: z.union([z.ipv4(), z.ipv6()]).default("127.0.0.1"),
    BULKHEAD_AUTH_SECRET_FILE: z.string().startsWith("/"),
    BULKHEAD_AGENT_SOCKET: z.string().startsWith("/"),
    BULKHEAD_AGENT_TOKEN_FILE: z.string().startsWith("/"),
    BULKHEAD_CLIENT_HEADER: z.string().optional(),
    BULKHEAD_JOBS: z.enum(["here", "elsewhere"]).default("here"),
    BULKHEAD_LOG_LEVEL: z
      .enum(["fatal", "error", "warn", "info", "debug", "trace", "silent"])
      .default("info"),
  })
  .transform((raw) => ({
    databaseUrl: raw.DATABASE_URL,
    /** Where people reach the dashboard; without a trailing slash. */
    publicUrl: raw.BULKHEAD_URL.replace(/\/+$/, ""),
    /** Where the web listens. */
    port: raw.PORT,
    bindAddress: raw.BULKHEAD_BIND,
    /** File with the key that signs sessions; 0600. */
    authSecretFile: raw.BULKHEAD_AUTH_SECRET_FILE,
    agentSocket: raw.BULKHEAD_AGENT_SOCKET,
    /** File with the bearer secret of the host agent; 0600. */
    agentTokenFile: raw.BULKHEAD_AGENT_TOKEN_FILE,
    /** Header in which the front door notes where a request comes from; null when nothing stands before the server. */
    clientHeader: raw.BULKHEAD_CLIENT_HEADER ?? null,
    /** Whether this process takes jobs and watches the host, or another one does: a worker. */
    takesJobs: raw.BULKHEAD_JOBS === "here",
    logLevel: raw.BULKHEAD_LOG_LEVEL,
  }));

export type Env = z.output<typeof envSchema>;

let parsed: Env | undefined;

/**
 * The web's environment, checked on first use and then kept. `npm start` sets all of it.
 *
 * @throws Error that names each missing or malformed variable, never its value
 */
export function env(): Env {
  parsed ??= parseEnv(process.env);
  return parsed;
}

export function parseEnv(variables: Readonly<Record<string, string | undefined>>): Env {
  const result = envSchema.safeParse(variables);
  if (result.success) return result.data;
  const problems = result.error.issues.map((issue) => `${issue.path.join(".")}: ${issue.message}`);
  throw new Error(`The environment is incomplete. ${problems.join("; ")}. Start with \`npm start\`.`);
}
