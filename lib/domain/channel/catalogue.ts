import catalogue from "./channel-catalogue.json" with { type: "json" };

/** What a setting takes: free text, a number, true or false, several words, or one of these words. */
export type SettingForm = "text" | "number" | "switch" | "list" | readonly string[];

/** One channel of OpenClaw, as its package and its schema describe it. */
export type CatalogueEntry = {
  readonly label: string;
  /** The plugin that has it, by the id under which it is allowed. */
  readonly plugin: string;
  /** What npm installs, in OpenClaw's own version unless it names one; null for a channel that OpenClaw brings along. */
  readonly npmSpec: string | null;
  /** Whether one Gateway can have several accounts of it. */
  readonly hasAccounts: boolean;
  /** Where it says who may write to it directly: beside the other settings, under `dm`, or nowhere. */
  readonly dm: "flat" | "nested" | "none";
  readonly hasPeople: boolean;
  readonly hasGroups: boolean;
  /** Null where OpenClaw's package doesn't describe them: the plugin is somebody else's. */
  readonly settings: Readonly<Record<string, SettingForm>> | null;
  /** Settings that take a reference to a secret. */
  readonly secrets: readonly string[];
  /** Secrets that take the name of a file instead, and the setting that names it. */
  readonly fileSecrets: Readonly<Record<string, string>>;
  /** Secrets that OpenClaw takes in plain text only, which Bulkhead doesn't write. */
  readonly plainSecrets: readonly string[];
};

/** A channel of OpenClaw, by OpenClaw's own id. */
export type ChannelKind = keyof typeof catalogue;

/** Every channel of the pinned OpenClaw; written from its package, and compared with it by a test. */
export const channelCatalogue = catalogue as Readonly<Record<ChannelKind, CatalogueEntry>>;
