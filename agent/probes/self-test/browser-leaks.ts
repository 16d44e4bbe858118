import { constants } from "node:fs";
import { access } from "node:fs/promises";
import { withGateway } from "#agent/gateway/call-gateway.ts";
import { changeConfig } from "./change-config.ts";
import { type Leak, NotPlantable, type Pair } from "./leak.ts";

const programs = ["chromium", "chromium-browser", "google-chrome-stable", "google-chrome"].map(
  (name) => `/usr/bin/${name}`,
);
/** Among those that OpenClaw gives to a tenant's browsers. */
const browserOffset = 11;
const startTimeoutMs = 20_000;

/** Holes around the browser that OpenClaw starts and drives. */
export const browserLeaks = {
  "shared-browser": {
    title: "Two tenants' Gateways are set to one browser port",
    stage: "running",
    unavailable: async () => ((await findProgram()) ? null : "This host has no Chromium."),
    async plant(pair) {
      const { source, target, sourceLayout, targetLayout, restartSource, restartTarget } = pair;
      const program = await findProgram();
      if (program === null || restartSource === undefined || restartTarget === undefined)
        throw new NotPlantable("The Gateways don't run.");
      const cdpPort = target.basePort + browserOffset;
      const restores: (() => Promise<void>)[] = [];
      for (const { configFile } of [sourceLayout, targetLayout]) {
        restores.push(await changeConfig(configFile, (config) => turnOn(config, program, cdpPort)));
      }
      const close = async () => {
        for (const restore of restores) await restore();
        await Promise.all([restartSource(), restartTarget()]);
      };
      try {
        await Promise.all([restartSource(), restartTarget()]);
        // The one that is there is what the source's Gateway then takes for its own.
        for (const tenant of [target, source]) await startBrowser(pair, tenant);
      } catch (error) {
        await close();
        throw error;
      }
      return close;
    },
  },
} as const satisfies Readonly<Record<string, Leak>>;

function turnOn(config: Record<string, Record<string, unknown>>, program: string, cdpPort: number): void {
  const allowed = config.plugins?.allow;
  config.plugins = { ...config.plugins, allow: [...(Array.isArray(allowed) ? allowed : []), "browser"] };
  config.browser = {
    ...{ enabled: true, headless: true, noSandbox: true, executablePath: program },
    ...{ defaultProfile: "openclaw", profiles: { openclaw: { cdpPort } } },
  };
}

/** @throws NotPlantable where it does not come up, say for want of memory */
async function startBrowser({ context, registry }: Pair, tenant: Pair["target"]): Promise<void> {
  const record = registry.require(tenant.slug);
  const params = { method: "POST", path: "/start", timeoutMs: startTimeoutMs };
  const options = { scopes: ["operator.admin"], timeoutMs: startTimeoutMs + 5_000 };
  try {
    await withGateway(context, record, options, ({ call }) => call("browser.request", params));
  } catch (error) {
    const reason = error instanceof Error ? error.message : "no reason given";
    throw new NotPlantable(`No browser could be started: ${reason}`);
  }
}

async function findProgram(): Promise<string | null> {
  for (const program of programs) {
    const isThere = await access(program, constants.X_OK).then(
      () => true,
      () => false,
    );
    if (isThere) return program;
  }
  return null;
}
