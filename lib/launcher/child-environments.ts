import { authSecretFile } from "./secret-files.ts";
import type { Settings } from "./settings.ts";

type Variables = Readonly<Record<string, string | undefined>>;

/** What the agent may take over from whoever started: how to reach the package registry, and its own settings. */
const agentMayInherit =
  /^(PATH|HOME|USER|LANG|TZ|BULKHEAD_LOG_LEVEL|BULKHEAD_PORT_FIRST|BULKHEAD_PORT_LAST|BULKHEAD_TEST_PROVIDERS|npm_execpath|npm_config_(registry|cache|userconfig|cafile|proxy|https_proxy|noproxy)|https?_proxy|no_proxy|NODE_EXTRA_CA_CERTS)$/i;
const webMayInherit = /^(TZ|BULKHEAD_LOG_LEVEL|NODE_EXTRA_CA_CERTS)$/;

function pick(variables: Variables, names: RegExp): Record<string, string> {
  return Object.fromEntries(
    Object.entries(variables).filter(
      (entry): entry is [string, string] => names.test(entry[0]) && entry[1] !== undefined,
    ),
  );
}

/** The web's whole environment; secrets only by the names of their files, but for the database's password. */
export function webEnvironment(
  settings: Settings,
  databaseUrl: string,
  inherited: Variables,
): NodeJS.ProcessEnv {
  const { paths } = settings;
  return {
    ...pick(inherited, webMayInherit),
    NODE_ENV: "production",
    PATH: "/usr/bin:/bin",
    HOME: paths.web,
    LANG: "C.UTF-8",
    NEXT_TELEMETRY_DISABLED: "1",
    DATABASE_URL: databaseUrl,
    BULKHEAD_URL: settings.publicUrl,
    NEXTAUTH_URL: settings.publicUrl,
    BULKHEAD_TRUSTED_PROXIES: settings.trustedProxies,
    BULKHEAD_AUTH_SECRET_FILE: authSecretFile(paths),
    BULKHEAD_AGENT_SOCKET: paths.agentSocket,
    BULKHEAD_AGENT_TOKEN_FILE: paths.webAgentToken,
  };
}

/** @param socketUid owner of the agent's socket; null when agent and web are one user */
export function agentEnvironment(
  settings: Settings,
  socketUid: number | null,
  inherited: Variables,
): NodeJS.ProcessEnv {
  return {
    ...pick(inherited, agentMayInherit),
    NODE_ENV: "production",
    PATH: `${inherited.PATH ?? "/usr/bin:/bin"}:/usr/sbin:/sbin`,
    BULKHEAD_HOME: settings.paths.home,
    ...(socketUid === null ? {} : { BULKHEAD_SOCKET_UID: String(socketUid) }),
  };
}
