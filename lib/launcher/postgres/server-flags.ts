import type { PostgresPaths } from "./postgres-paths.ts";

/**
 * What the server is started with. Who may come as far as the socket is decided by its directory; the
 * socket itself asks everybody for a password.
 *
 * @param settings over these, by PostgreSQL's names
 */
export function serverFlags(
  { socketDirectory }: PostgresPaths,
  settings: Readonly<Record<string, string>> = {},
): string[] {
  const all = { listen_addresses: "", unix_socket_permissions: "0777", max_connections: "100", ...settings };
  return [
    "-k",
    socketDirectory,
    ...Object.entries(all).flatMap(([name, value]) => ["-c", `${name}=${value}`]),
  ];
}
