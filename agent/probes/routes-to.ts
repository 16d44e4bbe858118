import type { AgentContext } from "#agent/context/context.ts";
import type { Participant } from "./participant.ts";
import { healthPath, plainRoute, type Route } from "./runner/protocol.ts";
import { readWrittenConfig } from "./written-config.ts";

const mostPublicHosts = 3;
/** So many of one tenant's routes are asked by every other. */
const mostRoutesOfOne = 8;

/** Where a proxy in front of several tenants may have this one's Gateway, the likeliest first. */
export async function routesTo(context: AgentContext, { record }: Participant): Promise<Route[]> {
  const { slug } = record;
  const { path, host } = plainRoute;
  const config = await readWrittenConfig(context, record);
  const controlUi = fieldOf(fieldOf(config, "gateway"), "controlUi");
  const routes = [
    { path: `/${slug}${healthPath}`, host },
    { path, host: `${slug}.localhost` },
    ...hostsOf(fieldOf(controlUi, "allowedOrigins")).map((each) => ({ path, host: each })),
    { path, host: slug },
    ...pathsOf(fieldOf(controlUi, "basePath")).map((each) => ({ path: `${each}${healthPath}`, host })),
  ];
  const different = new Map(routes.map((route) => [`${route.host} ${route.path}`, route]));
  return [...different.values()].slice(0, mostRoutesOfOne);
}

/** The likeliest of each tenant come before the others of any. */
export function inTurns(lists: readonly (readonly Route[])[]): Route[] {
  const longest = Math.max(0, ...lists.map(({ length }) => length));
  return Array.from({ length: longest }, (_, at) => lists.flatMap((list) => list[at] ?? [])).flat();
}

/** Names only: addresses are asked by everybody anyway. */
function hostsOf(origins: unknown): string[] {
  if (!Array.isArray(origins)) return [];
  const names = origins.flatMap((origin) => {
    const url = typeof origin === "string" ? URL.parse(origin) : null;
    return url !== null && /^[a-z0-9.-]{1,253}$/.test(url.hostname) ? [url.hostname] : [];
  });
  const strange = names.filter((name) => name !== "localhost" && !/^[\d.]+$/.test(name));
  return [...new Set(strange)].slice(0, mostPublicHosts);
}

function pathsOf(basePath: unknown): string[] {
  if (typeof basePath !== "string") return [];
  const plain = basePath.replace(/\/+$/, "");
  return /^(\/[\w.~-]{1,60}){1,4}$/.test(plain) ? [plain] : [];
}

function fieldOf(value: unknown, name: string): unknown {
  return typeof value === "object" && value !== null ? (value as Record<string, unknown>)[name] : undefined;
}
