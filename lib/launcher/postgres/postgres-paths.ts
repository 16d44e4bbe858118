import path from "node:path";

/** What the embedded server keeps. Pure: nothing here touches the disk. */
export type PostgresPaths = ReturnType<typeof postgresPaths>;

/**
 * @param directory absolute; 0700 and the server's user's
 * @param socketDirectory absolute; another user who passes through it can connect
 */
export function postgresPaths(directory: string, socketDirectory = path.join(directory, "socket")) {
  return {
    directory,
    data: path.join(directory, "data"),
    /** The only way in: the server listens on no port. */
    socketDirectory,
    passwordFile: path.join(directory, "password"),
  } as const;
}

export const databaseUser = "bulkhead";

/** Linux refuses longer names of unix sockets. */
export const longestSocketPath = 107;

/** A URL that pg, Prisma and pg-boss all understand; the host in it is a placeholder that `?host=` overrides. */
export function databaseUrl(paths: PostgresPaths, password: string, database: string): string {
  const query = new URLSearchParams({ host: paths.socketDirectory });
  return `postgresql://${databaseUser}:${encodeURIComponent(password)}@localhost/${database}?${query}`;
}

/** The whole environment of the server's programs. */
export const serverEnv: NodeJS.ProcessEnv = {
  NODE_ENV: "production",
  PATH: "/usr/bin:/bin",
  LC_ALL: "C.UTF-8",
};
