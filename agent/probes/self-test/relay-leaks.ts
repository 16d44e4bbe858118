import { once } from "node:events";
import { chmod, rm } from "node:fs/promises";
import {
  type AddressInfo,
  connect,
  createServer,
  type ListenOptions,
  type Server,
  type Socket,
} from "node:net";
import path from "node:path";
import { runTool } from "#agent/network/run-tool.ts";
import { readProcess } from "#agent/proc/read-process.ts";
import { signalProcess } from "#agent/proc/signal-process.ts";
import { datagramRelay } from "./datagram-relay.ts";
import { type Leak, NotPlantable, type Pair } from "./leak.ts";
import { reverseProxy } from "./reverse-proxy.ts";
import { runInside } from "./run-inside.ts";

const name = "bulkhead-self-test.sock";
const table = "bulkhead_self_test_forward";
/** Nobody listens at the port of the service that throws everything away. */
const freePort = 9;

/** Listeners outside of a tenant's own ports that lead to it. */
export const relayLeaks = {
  "tcp-relay": {
    title: "A forwarder of root's leads from another port to a tenant's Gateway",
    stage: "running",
    plant: async ({ target }) => (await relay(target.basePort, { host: "127.0.0.1", port: 0 })).close,
  },
  "socket-relay": {
    title: "A socket file in the other's tree leads to a tenant's Gateway",
    stage: "running",
    async plant({ target, sourceLayout }) {
      const file = path.join(sourceLayout.workspace, name);
      const { close } = await relay(target.basePort, { path: file });
      await chmod(file, 0o666);
      return async () => {
        await close();
        await rm(file, { force: true });
      };
    },
  },
  "reverse-proxy": {
    title: "A reverse proxy of root's leads by path to a tenant's Gateway",
    stage: "running",
    async plant({ target: { slug, basePort } }) {
      const { close } = await reverseProxy(({ path: asked }) =>
        asked.startsWith(`/${slug}/`) ? { port: basePort, path: asked.slice(slug.length + 1) } : null,
      );
      return close;
    },
  },
  "port-forward": {
    title: "A rule of the host's firewall leads from a port that nobody listens at to a tenant's Gateway",
    stage: "running",
    async unavailable({ hardening: { loopbackFirewall } }) {
      return loopbackFirewall.isAvailable ? null : loopbackFirewall.note;
    },
    async plant({ context, target }) {
      const nft = (text: string) => runTool(context.hardening.loopbackFirewall.program, ["-f", "-"], text);
      const rule = `tcp dport ${freePort} redirect to :${target.basePort}`;
      const chain = `chain output {\ntype nat hook output priority -100;\n${rule}\n}`;
      const result = await nft(`table ip ${table} {\n${chain}\n}\n`);
      if (result.exitCode !== 0) throw new NotPlantable("Nftables takes no such rule.");
      return async () => void (await nft(`delete table ip ${table}\n`));
    },
  },
  "datagram-relay": {
    title: "A forwarder of root's passes on what datagrams hold to a tenant's Gateway",
    stage: "running",
    plant: async ({ target }) => (await datagramRelay(target.basePort)).close,
  },
  "second-gateway": {
    title: "A second Gateway of a stopped tenant's user runs by itself",
    stage: "bare",
    async plant({ context, target }) {
      const server = `require("http").createServer((q,r)=>r.end(JSON.stringify({ok:true,status:"live"})))
        .listen(0,"127.0.0.1",()=>console.log("pid",process.pid,"ready"))`;
      // By nobody's hand: what the agent itself runs as a tenant is left out.
      const script = `require("child_process").spawn("/usr/bin/setsid",["--fork",process.execPath,"-e",${JSON.stringify(server)}],{stdio:"inherit"})`;
      const { said, end } = await runInside(context, target, script);
      await end();
      const pid = Number(/pid (\d+)/.exec(said)?.[1]);
      return async () => {
        if (readProcess(pid)?.uid === target.uid) signalProcess(pid, "SIGKILL");
      };
    },
  },
  "file-server": {
    title: "A web server of a tenant's own user serves its tree to everybody",
    stage: "bare",
    plant: async ({ context, target, targetLayout }: Pair) => {
      const script = `const fs=require("fs"),path=require("path"),tree=${JSON.stringify(targetLayout.tree)};
        require("http").createServer((q,r)=>fs.readFile(path.join(tree,decodeURIComponent(q.url)),(e,b)=>{r.statusCode=e?404:200;r.end(b)}))
          .listen(0,"127.0.0.1",()=>console.log("ready"))`;
      return (await runInside(context, target, script)).end;
    },
  },
} as const satisfies Readonly<Record<string, Leak>>;

/** Passes on whatever comes to a port of this host. */
export async function relay(
  to: number,
  where: ListenOptions,
): Promise<{ address: AddressInfo | string | null; close: () => Promise<void> }> {
  const open = new Set<Socket>();
  const server: Server = createServer((near) => {
    const far = connect(to, "127.0.0.1");
    for (const [one, other] of [
      [near, far],
      [far, near],
    ] as const) {
      open.add(one);
      one.on("error", () => other.destroy());
      one.on("close", () => {
        open.delete(one);
        other.destroy();
      });
      one.pipe(other);
    }
  });
  server.listen(where);
  await once(server, "listening");
  return {
    address: server.address(),
    async close() {
      for (const socket of open) socket.destroy();
      server.close();
      await once(server, "close");
    },
  };
}
