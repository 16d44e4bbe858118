import { connect, type NetConnectOpts } from "node:net";
import { attemptTimeoutMs } from "../../staged/attempt-timeout.ts";
import { digest, type Finding, failed, reached, refused } from "./finding.ts";

/**
 * Connects and waits for the canary that a stand-in sends. What is no stand-in
 * says nothing by itself; then the connection is the finding, and nothing is sent.
 */
export function tryConnect(where: NetConnectOpts, what: string, isPlanted: boolean): Promise<Finding> {
  return new Promise((resolve) => {
    const socket = connect(where);
    let text = "";
    let isConnected = false;
    const settle = (finding: Finding) => {
      socket.destroy();
      resolve(finding);
    };
    const timer = setTimeout(
      () =>
        settle(
          isConnected ? reached(`Connected to ${what}.`) : refused("silence", `${what}: no answer in 2 s.`),
        ),
      attemptTimeoutMs,
    );
    socket.once("close", () => clearTimeout(timer));
    socket.once("connect", () => {
      isConnected = true;
      if (!isPlanted) settle(reached(`Connected to ${what}.`));
    });
    socket.on("data", (chunk: Buffer) => {
      text += chunk.toString("latin1");
      if (text.length > 1024)
        settle(reached(`Connected to ${what}, which answered something else.`, digest(text)));
    });
    socket.once("end", () => settle(reached(`Connected to ${what}; its stand-in answered.`, digest(text))));
    socket.once("error", (error) => settle(failed(`Connect to ${what}`, error)));
  });
}

/** A loopback port on both addresses; one of them is enough. */
export async function tryLoopback(port: number, isPlanted: boolean): Promise<Finding> {
  const first = await tryConnect({ host: "127.0.0.1", port }, `127.0.0.1:${port}`, isPlanted);
  if (first.outcome === "reached" || isPlanted) return first;
  const second = await tryConnect({ host: "::1", port }, `[::1]:${port}`, isPlanted);
  return second.outcome === "reached" ? second : first;
}
