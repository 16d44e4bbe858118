import { statSync } from "node:fs";
import { authSecretFile } from "#lib/launcher/files/secret-files.ts";
import type { Settings } from "./settings.ts";

/** Where root looks for programs: absolute places, and none that everybody may write. */
function safePath(inherited = ""): string {
  const places = inherited.split(":").filter((place) => place.startsWith("/") && isGuarded(place));
  return [...new Set([...places, "/usr/local/bin", "/usr/sbin", "/usr/bin", "/sbin", "/bin"])].join(":");
}

function isGuarded(place: string): boolean {
  try {
    const found = statSync(place);
    return found.isDirectory() && (found.mode & 0o002) === 0;
  } catch {
    // It isn't there, or this user can't look at it and so finds no program there.
    return false;
  }
}

type Variables = Readonly<Record<string, string | undefined>>;

/** What the agent may take over from whoever started: how to reach the package registry, and its own settings. */
const agentMayInherit =
  /^(PATH|HOME|USER|LANG|TZ|BULKHEAD_LOG_LEVEL|BULKHEAD_PORT_FIRST|BULKHEAD_PORT_LAST|BULKHEAD_TEST_PROVIDERS|npm_execpath|npm_config_(registry|cache|userconfig|cafile|proxy|https_proxy|noproxy)|https?_proxy|no_proxy|NODE_EXTRA_CA_CERTS)$/i;
const webMayInherit = /^(TZ|BULKHEAD_LOG_LEVEL|NODE_EXTRA_CA_CERTS)$/;

const buildMayInherit = /^(HOME|LANG|TZ|TMPDIR|https?_proxy|no_proxy|NODE_EXTRA_CA_CERTS)$/i;

function pick(variables: Variables, names: RegExp): Record<string, string> {
  return Object.fromEntries(
    Object.entries(variables).filter(
      (entry): entry is [string, string] => names.test(entry[0]) && entry[1] !== undefined,
    ),
  );
}

/** What the web is built with: a variable of whoever starts must not end up in what everybody's browser gets. */
export function buildEnvironment(inherited: Variables): NodeJS.ProcessEnv {
  return {
    ...pick(inherited, buildMayInherit),
    PATH: safePath(inherited.PATH),
    NODE_ENV: "production",
    NEXT_TELEMETRY_DISABLED: "1",
    CI: "1",
  };
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
    BULKHEAD_BIND: settings.bindAddress,
    PORT: String(settings.port),
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
    PATH: safePath(inherited.PATH),
    BULKHEAD_HOME: settings.paths.home,
    ...ownPorts(settings),
    ...(socketUid === null ? {} : { BULKHEAD_SOCKET_UID: String(socketUid) }),
  };
}

/** Where Bulkhead itself is reached on this host, so that no tenant is let through to it. */
function ownPorts({ port, publicUrl, databaseUrl }: Settings): Record<string, string> {
  const portOf = (address: string, usual: number) =>
    (URL.canParse(address) && new URL(address).port) || String(usual);
  return {
    BULKHEAD_DASHBOARD_PORT: String(port),
    BULKHEAD_PROXY_PORT: portOf(publicUrl, publicUrl.startsWith("https:") ? 443 : 80),
    // The embedded database listens on no port.
    ...(databaseUrl === null ? {} : { BULKHEAD_DATABASE_PORT: portOf(databaseUrl, 5432) }),
  };
}
