import path from "node:path";

/** Where an installation keeps its things. Pure: nothing here touches the disk. */
export type InstallationPaths = ReturnType<typeof installationPaths>;

/** @param home absolute path of the installation (`BULKHEAD_HOME`) */
export function installationPaths(home: string) {
  const agent = path.join(home, "agent");
  const run = path.join(home, "run");
  const web = path.join(home, "web");
  return {
    home,
    /** 0700, the agent's: registry, fingerprint key, installation id. */
    agent,
    registry: path.join(agent, "registry"),
    fingerprintKey: path.join(agent, "fingerprint.key"),
    installation: path.join(agent, "installation.json"),
    /** 0711: what others connect to; the socket itself is 0600 and belongs to the web's user. */
    run,
    agentSocket: path.join(run, "agent.sock"),
    /** The bearer secret as the agent reads it, and the copy that the web reads; both 0600. */
    agentToken: path.join(agent, "token"),
    webAgentToken: path.join(web, "agent-token"),
    /** 0755, read-only: Node and OpenClaw by version. */
    runtimeStore: path.join(home, "runtime"),
    /** 0711: one tree a tenant. */
    tenants: path.join(home, "tenants"),
    /** 0700, the database's user's. */
    postgres: path.join(home, "postgres"),
    /** 0710, the database's user's and the web's group's: the server's socket. */
    postgresSocket: path.join(run, "postgres"),
    /** 0750, root's and the web's group's: what the web reads. Its files are the web's user's, 0600. */
    web,
    /** 0755, read-only: the built web and the database server, readable by their users. */
    program: path.join(home, "program"),
    /** 0700, root's: what an installed service remembers, secrets among it. */
    service: path.join(home, "service"),
    launcherState: path.join(home, "launcher.json"),
  } as const;
}
