import path from "node:path";
import { tryBrowser } from "./browser.ts";
import { digest, failed, reached, refused, unmeasured, worstOf } from "./finding.ts";
import { ask } from "./http-ask.ts";
import type { OwnGateway } from "./own-gateway.ts";
import { type AttemptTarget, type Finding, type Place, plantPrefix, type Target } from "./protocol.ts";
import { notThere, tryCreate, tryCreateIn, tryFileTarget, tryLinks, tryReadIn } from "./try-files.ts";
import { tryGateway } from "./try-gateway.ts";
import { tryConnect, tryLoopback } from "./try-port.ts";
import { tryProcess } from "./try-process.ts";
import { tryTemporaryNames } from "./try-temporary-names.ts";

/** Who tries: names are for what is planted on the way and removed again at once. */
export type Source = {
  readonly slug: string;
  readonly workspace: string;
  readonly token: string | null;
  readonly gateway: OwnGateway | string;
  /** What became of a device that it paired with its own Gateway. */
  readonly rehearsed: Finding;
  readonly hasScriptedModel: boolean;
  readonly name: () => string;
};
export type Report = (probe: string, work: () => Promise<Finding> | Finding) => Promise<void>;

/** Every attempt of one source against one target. The same code tries oneself, which is the control. */
export async function tryTarget(source: Source, target: AttemptTarget, report: Report): Promise<void> {
  const isSelf = source.slug === target.slug;
  for (const entry of target.files) {
    await report(entry.probe, () => tryFileTarget(entry, target.canaries));
  }
  await report("files.write", () =>
    worstOf(
      target.writable.map((directory) => tryCreate(directory, source.name())),
      "It has no directory.",
    ),
  );
  await report("files.link", () => {
    const canary = workspaceCanary(target);
    if (canary === null) return unmeasured("No canary could be planted in the workspace.");
    return tryLinks(source.workspace, canary, source.name());
  });
  if (target.process !== null) {
    for (const [probe, finding] of Object.entries(tryProcess(target.process))) {
      await report(probe, () => finding);
    }
    await report("process.inspector", () => tryInspectors(target.otherPorts));
  }
  for (const [probe, files] of Object.entries(target.leftFiles)) {
    await report(probe, () => worstOf(files.map(tryReadIn), "It left nothing there."));
  }
  await report("shared.tmp-names", () => tryTemporaryNames(target, source.name()));
  await report("shared.compile-cache", () =>
    worstOf(
      target.compileCaches.map((place) => tryCreateIn(place, source.name())),
      "Its compile cache is off.",
    ),
  );
  await report("shared.caches", () =>
    worstOf(
      target.caches.map((place) => tryCreateIn(place, source.name())),
      "It has no cache directory.",
    ),
  );
  await tryNetwork(source, target, isSelf, report);
}

async function tryNetwork(
  source: Source,
  target: AttemptTarget,
  isSelf: boolean,
  report: Report,
): Promise<void> {
  const { sockets, gateway, ports } = target;
  await Promise.all([
    report("shared.socket-file", async () =>
      worstOf(await Promise.all(sockets.files.map(trySocketFile)), "It has no socket there."),
    ),
    report("shared.socket-abstract", async () => {
      if (sockets.abstract === null) return unmeasured("No abstract socket could be opened.");
      return tryConnect({ path: sockets.abstract }, "its abstract socket", true);
    }),
    ...[...new Set(ports.map(({ probe }) => probe))].map((probe) =>
      report(probe, async () =>
        worstOf(
          await Promise.all(
            ports.filter((port) => port.probe === probe).map((one) => tryLoopback(one.port, one.isPlanted)),
          ),
          "Nothing listens there.",
        ),
      ),
    ),
  ]);
  if (target.browserPort !== null) {
    const { browserPort } = target;
    await report("port.browser", () => tryBrowser(browserPort));
  }
  if (gateway !== null) {
    const { knowsToken, removedDevice, conversation } = target;
    const { token: ownToken, rehearsed } = source;
    const found = await tryGateway({
      ...{ gateway, isSelf, ownToken, knowsToken, rehearsed },
      ...{ removedDevice, conversation },
    });
    for (const [probe, finding] of Object.entries(found)) await report(probe, () => finding);
  }
  if (typeof source.gateway === "string") return;
  const own = source.gateway;
  await report("openclaw.read", () => own.list(target.workspace));
  if (source.hasScriptedModel) {
    await report("openclaw.agent-turn", () => {
      const canary = workspaceCanary(target);
      return canary === null ? unmeasured("It has no canary.") : own.turn(canary);
    });
  }
  if (target.conversation !== null) {
    await report("gateway.session-key", () => tryConversation(own, target, isSelf));
  }
}

/**
 * The other's key at the own Gateway, which may know the key and must answer
 * with what is its own. The other way, the own key at the other's Gateway,
 * goes with the tokens that are tried there.
 */
async function tryConversation(own: OwnGateway, target: AttemptTarget, isSelf: boolean): Promise<Finding> {
  const { conversation, sessions, seal } = target;
  if (conversation === null) return unmeasured("The other Gateway has no conversation.");
  const read = await own.read(conversation);
  if (isSelf) return read;
  const served = await own.sessions();
  const shared = sessions?.filter((session) => served?.includes(session)) ?? [];
  if (shared.length > 0) return reached(`Its Gateway serves ${shared.length} of the other's conversations.`);
  if (read.outcome !== "reached") return read;
  return read.proof !== undefined && digest(read.proof) === seal
    ? reached("Its own Gateway told what the other's conversation holds.", read.proof)
    : refused("Under the other's key its Gateway has a conversation of its own.");
}

function workspaceCanary({ canaries, workspace }: Target): string | null {
  return canaries.find((file) => path.dirname(file) === workspace) ?? null;
}

/** A Node inspector tells its version and targets to whoever asks. */
async function tryInspectors(ports: readonly number[]): Promise<Finding> {
  const findings = await Promise.all(
    ports.map(async (port): Promise<Finding> => {
      try {
        const { text } = await ask({ port, path: "/json/version" });
        return /"Browser"\s*:\s*"node/i.test(text)
          ? reached(`A Node inspector answers on 127.0.0.1:${port}.`)
          : refused(`Port ${port} is no inspector.`);
      } catch (error) {
        return failed(`Ask port ${port}`, error);
      }
    }),
  );
  return findings.length === 0 ? refused("No inspector listens.") : worstOf(findings, "");
}

async function trySocketFile(place: Place): Promise<Finding> {
  const isPlanted = path.basename(place.path).startsWith(plantPrefix);
  return notThere(place) ?? tryConnect({ path: place.path }, place.path, isPlanted);
}
