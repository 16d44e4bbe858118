import { cut } from "#agent/evidence/sources/evidence-builder.ts";
import { effectivePort } from "#agent/evidence/sources/own-listeners.ts";
import type { TenantView } from "#agent/evidence/sources/tenant-view.ts";
import { unknownSettings } from "#agent/evidence/sources/unknown-settings.ts";
import { viewPorts } from "#agent/evidence/sources/view-ports.ts";
import type { JsonObject } from "#agent/system/json-value.ts";
import { type ConfigurationView, configurationViewSchema } from "#lib/domain/mistakes/configuration-view.ts";
import { collectGaps } from "./gaps.ts";
import { inKnownWords } from "./in-known-words.ts";
import { viewAgents } from "./view-agents.ts";
import { viewArchives } from "./view-archives.ts";
import { viewChannels } from "./view-channels.ts";
import { viewDotenv } from "./view-dotenv.ts";
import { ownReferences, viewEdits } from "./view-edits.ts";
import { viewPlaces } from "./view-places.ts";
import { viewProcess } from "./view-process.ts";
import { viewRoutes } from "./view-routes.ts";
import { viewSecrets } from "./view-secrets.ts";
import { viewBrowser, viewGateway, viewSession } from "./view-settings.ts";

/**
 * What the configuration in effect on this host says of a tenant, as far as
 * the rules for mistakes need it. Nothing of the tenant's is run, nothing
 * outside its tree is read, and no secret is in what is returned.
 *
 * @param slugs all tenants of the host, to be recognized in archives
 */
export async function observeConfiguration(
  view: TenantView,
  slugs: readonly string[],
): Promise<ConfigurationView> {
  const gaps = collectGaps();
  const config: JsonObject | null = view.config.isReadable ? view.config.config : null;
  if (!view.config.isReadable) {
    const { reason, isInvalid } = view.config;
    const why = isInvalid
      ? `${reason} The Gateway won't start with it, or runs on with an older one.`
      : reason;
    gaps.add("configuration", why);
    gaps.add("dotenv", why);
  }
  for (const missing of unknownSettings(view)) gaps.unknown(missing);
  const known = config ?? {};
  const written = view.config.isReadable ? view.config.written : {};
  const { sightings, values } = await viewSecrets(view, written, ownReferences(view));
  const dotenv = config === null ? [] : await viewDotenv(view, config, gaps);
  const secrets = [...sightings, ...dotenv, ...viewProcess(view, values, gaps)];
  const { tree, places } = await viewPlaces(view, config, gaps);
  const seen: ConfigurationView = {
    tree,
    edited: await viewEdits(view),
    agents: config === null ? [] : gaps.limit("configuration", "agents", viewAgents(config)),
    bindings: gaps.limit("configuration", "routes to agents", viewRoutes(known)),
    channels: gaps.limit("configuration", "channel accounts", viewChannels(known, values)),
    browser: config === null ? { isOn: false, profiles: [] } : await viewBrowser(view, config),
    ports:
      config === null
        ? { base: effectivePort(view), reserved: view.record.basePort, pinned: [] }
        : viewPorts(view, config),
    gateway: viewGateway(known, view.surroundings.env),
    session: config === null ? { dmScope: "unknown", visibility: "unknown" } : viewSession(config),
    secrets: gaps.limit("configuration", "secrets", secrets),
    places,
    archives: await viewArchives(view, slugs, gaps),
    gaps: [],
  };
  return configurationViewSchema.parse(
    shorten(inKnownWords(view.context.fingerprintKey, { ...seen, gaps: gaps.list() })),
  );
}

/** Every text as it may be shown: what a tenant chose may be long, and hold control characters. */
function shorten(view: ConfigurationView): unknown {
  return JSON.parse(
    JSON.stringify(view, (_, value: unknown) => (typeof value === "string" ? cut(value) : value)),
  );
}
