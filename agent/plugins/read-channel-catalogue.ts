import { execFile } from "node:child_process";
import { glob, readFile } from "node:fs/promises";
import path from "node:path";
import { promisify } from "node:util";
import { z } from "zod";
import type { CatalogueEntry } from "#lib/domain/channel/catalogue.ts";
import { type AnnouncedChannel, deriveEntry } from "./derive-channel-catalogue.ts";

const run = promisify(execFile);
const channelSchema = z.object({ id: z.string(), label: z.string() });
const announcedSchema = z.object({
  name: z.string(),
  openclaw: z.object({
    channel: channelSchema,
    plugin: z.object({ id: z.string() }).optional(),
    install: z.object({ npmSpec: z.string() }).optional(),
  }),
});
const catalogueSchema = z.object({ entries: z.array(announcedSchema) });

/**
 * Every channel of an OpenClaw package: those that it brings along, those of
 * its catalogue, and what its own schema says about their settings.
 *
 * @param packageDirectory an installed `openclaw` with everything it depends on
 * @param environment directories of its own, for the program that prints the schema
 */
export async function readChannelCatalogue(
  packageDirectory: string,
  environment: Readonly<Record<string, string>>,
): Promise<Record<string, CatalogueEntry>> {
  const announced = [...(await readBundled(packageDirectory)), ...(await readOffered(packageDirectory))];
  const program = [path.join(packageDirectory, "openclaw.mjs"), "config", "schema"];
  const { stdout } = await run(process.execPath, program, {
    env: { NODE_ENV: "production", PATH: "/usr/bin:/bin", ...environment },
    maxBuffer: 32 * 1024 * 1024,
    timeout: 60_000,
  });
  const schema = z
    .object({
      properties: z.object({ channels: z.object({ properties: z.record(z.string(), z.unknown()) }) }),
    })
    .parse(JSON.parse(stdout));
  const { properties } = schema.properties.channels;
  const entries = announced.map(
    (channel) => [channel.id, deriveEntry(channel, properties[channel.id])] as const,
  );
  return Object.fromEntries(entries.sort(([a], [b]) => a.localeCompare(b)));
}

/** Extensions of the package that are channels. */
async function readBundled(packageDirectory: string): Promise<AnnouncedChannel[]> {
  const found: AnnouncedChannel[] = [];
  for await (const file of glob("dist/extensions/*/package.json", { cwd: packageDirectory })) {
    const manifest = announcedSchema.safeParse(await readJson(path.join(packageDirectory, file)));
    if (!manifest.success) continue;
    const { id, label } = manifest.data.openclaw.channel;
    found.push({ id, label, plugin: id, npmSpec: null });
  }
  return found;
}

/** Channels that are packages of their own. */
async function readOffered(packageDirectory: string): Promise<AnnouncedChannel[]> {
  const file = path.join(packageDirectory, "dist", "channel-catalog.json");
  const { entries } = catalogueSchema.parse(await readJson(file));
  return entries.map(({ name, openclaw: { channel, plugin, install } }) => ({
    id: channel.id,
    label: channel.label,
    plugin: plugin?.id ?? channel.id,
    npmSpec: install?.npmSpec ?? name,
  }));
}

async function readJson(file: string): Promise<unknown> {
  return JSON.parse(await readFile(file, "utf8"));
}
