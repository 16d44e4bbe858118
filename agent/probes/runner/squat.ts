import type { Server } from "node:net";
import { proofOf } from "./finding.ts";
import { listenOrReason } from "./plant.ts";
import { hearTimeoutMs, type SquatPort, squatKey } from "./protocol.ts";
import { tryConnect } from "./try-port.ts";

const loopback = { 4: "127.0.0.1", 6: "::1" } as const;

/** Takes ports that belong to others and answers there with this tenant's own canary, until released. */
export async function squat(ports: readonly SquatPort[], canary: string) {
  const servers: Server[] = [];
  const taken: Record<string, string> = {};
  await Promise.all(
    ports.map(async (place) => {
      const reason = await listenOrReason(place.port, canary, servers, loopback[place.family]);
      taken[squatKey(place)] = reason ?? "taken";
    }),
  );
  const release = () => Promise.all(servers.map((server) => new Promise((done) => server.close(done))));
  return { taken, release };
}

/** What answers at these ports: a canary's digest, or "" for nobody. */
export async function hear(ports: readonly SquatPort[]): Promise<Record<string, string>> {
  const answers: Record<string, string> = {};
  await Promise.all(
    ports.map(async (place) => {
      const where = { host: loopback[place.family], port: place.port };
      const silence = new Promise<null>((resolve) => {
        setTimeout(() => resolve(null), hearTimeoutMs);
      });
      const heard = await Promise.race([tryConnect(where, "it", true), silence]);
      answers[squatKey(place)] = proofOf(heard) ?? "";
    }),
  );
  return answers;
}
