import { randomBytes } from "node:crypto";
import { chmod, readFile } from "node:fs/promises";
import path from "node:path";
import { writeTenantFile } from "#agent/files/tenant-file.ts";
import { readAppliedConfig } from "#agent/gateway/applied-config.ts";
import { reloadSecrets } from "#agent/gateway/reload-secrets.ts";
import { removePairedDevices } from "#agent/gateway/remove-paired-devices.ts";
import { waitUntilApplied } from "#agent/gateway/wait-until-applied.ts";
import type { TenantLayout } from "#agent/tenant/tenant-layout.ts";
import { forgetEarlierDevice, leaveEarlierDevice } from "../earlier-device.ts";
import { encodeAnswer } from "../runner/dns-message.ts";
import { gatewayService } from "../runner/multicast-dns.ts";
import { changeConfig } from "./change-config.ts";
import { type Leak, NotPlantable } from "./leak.ts";
import { runInside } from "./run-inside.ts";

/** Longer than a Gateway takes to notice its changed configuration, shorter than its start. */
const takeUpMs = 15_000;

/** Holes that only a running Gateway has. */
export const gatewayLeaks = {
  inspector: {
    title: "A Node inspector listens in the tenant's boundary",
    stage: "running",
    async plant({ context, target }) {
      const nodeArgs = ["--inspect=127.0.0.1:0"];
      return (await runInside(context, target, `console.log("ready")`, { nodeArgs })).end;
    },
  },
  announced: {
    title: "A tenant's Gateway is announced on the network",
    stage: "running",
    async plant({ context, target }) {
      const answer = encodeAnswer(gatewayService, "bulkhead-self-test", target.basePort).toString("base64");
      const script = `const s=require("dgram").createSocket({type:"udp4",reuseAddr:true});
        s.on("message",(m,from)=>{if(m.includes("_openclaw-gw"))s.send(Buffer.from("${answer}","base64"),from.port,from.address)});
        s.bind(5353,()=>{for(const all of Object.values(require("os").networkInterfaces()))for(const{family,address}of all)
          if(family==="IPv4")try{s.addMembership("224.0.0.251",address)}catch{};console.log("ready")})`;
      return (await runInside(context, target, script)).end;
    },
  },
  "earlier-device": {
    title: "A device that was paired stays after the Gateway's token was changed",
    stage: "running",
    async plant({ context, registry, target, targetLayout }) {
      const write = writerOf(targetLayout, target);
      const before = await readFile(targetLayout.secretsFile, "utf8");
      const secrets = JSON.parse(before);
      const { token } = secrets.gateway;
      const record = registry.require(target.slug);
      const device = await leaveEarlierDevice(context, record, token);
      if (device === null) throw new NotPlantable("No device could be paired.");
      const changed = randomBytes(32).toString("base64url");
      await write(JSON.stringify({ ...secrets, gateway: { ...secrets.gateway, token: changed } }));
      await reloadSecrets(context, record, token);
      return async () => {
        await removePairedDevices(context, record);
        await forgetEarlierDevice(record);
        await write(before);
        await reloadSecrets(context, record, changed);
      };
    },
  },
  "shared-token": {
    title: "Two tenants have one Gateway token",
    stage: "running",
    async plant({ context, registry, target, sourceLayout, targetLayout, restartTarget }) {
      if (restartTarget === undefined) throw new NotPlantable("The Gateways don't run.");
      const write = writerOf(targetLayout, target);
      const [before, shared] = [
        await readFile(targetLayout.secretsFile, "utf8"),
        await readFile(sourceLayout.secretsFile, "utf8"),
      ];
      const change = async (from: string, to: string) => {
        await write(to);
        const { token } = JSON.parse(from).gateway;
        const { state } = await reloadSecrets(context, registry.require(target.slug), token);
        if (state !== "reloaded") await restartTarget();
      };
      await change(before, shared);
      return () => change(shared, before);
    },
  },
  "exchanged-identity": {
    title: "A running Gateway says it is another device than its state does",
    stage: "running",
    async plant({ context, target, targetLayout }) {
      const file = path.join(targetLayout.state, "state", "openclaw.sqlite");
      const put = async (device: string) => {
        const script = `const database=new(require("node:sqlite").DatabaseSync)(${JSON.stringify(file)},{timeout:10000});
          const where="WHERE identity_key='primary'";
          const was=database.prepare("SELECT device_id FROM device_identities "+where).get();
          database.prepare("UPDATE device_identities SET device_id=? "+where).run("${device}");
          database.close();console.log("was",was?.device_id,"ready")`;
        const { said, end } = await runInside(context, target, script);
        await end();
        return /was ([0-9a-f]{64})/.exec(said)?.[1];
      };
      const before = await put(randomBytes(32).toString("hex"));
      if (before === undefined) throw new NotPlantable("The Gateway has no device identity.");
      return async () => void (await put(before));
    },
  },
  "roaming-assistant": {
    title: "An assistant's file tools may leave the workspace, and the other workspace is open",
    stage: "running",
    async plant({ context, registry, source, sourceLayout, targetLayout, restartSource }) {
      if (restartSource === undefined) throw new NotPlantable("The Gateways don't run.");
      const restore = await changeConfig(sourceLayout.configFile, (config) => {
        config.tools = { ...config.tools, fs: { workspaceOnly: false } };
      });
      const takeUp = async () => {
        const record = registry.require(source.slug);
        // What does not say which configuration it uses is not waited for.
        const applied =
          (await readAppliedConfig(context, record)) &&
          (await waitUntilApplied(context, record, AbortSignal.timeout(takeUpMs)).catch(() => null));
        if (applied === null) await restartSource();
      };
      await takeUp();
      await chmod(targetLayout.tree, 0o711);
      await chmod(targetLayout.workspace, 0o755);
      return async () => {
        await chmod(targetLayout.workspace, 0o700);
        await chmod(targetLayout.tree, 0o710);
        await restore();
        await takeUp();
      };
    },
  },
} as const satisfies Readonly<Record<string, Leak>>;

function writerOf(layout: TenantLayout, { uid, gid }: { readonly uid: number; readonly gid: number }) {
  const file = { layout, place: "secrets", name: "secrets.json", tenantUid: uid } as const;
  return (content: string) => writeTenantFile(file, content, { mode: 0o600, uid, gid });
}
