import type { ChannelKind } from "./channel-kind.ts";
import { findSettingProblem, isSecretOf } from "./setting-form.ts";

/** One thing that a channel's configuration needs, by OpenClaw's own name for it. */
export type ChannelField = {
  readonly key: string;
  readonly label: string;
  readonly hint?: string;
  readonly isSecret: boolean;
  readonly isRequired: boolean;
  /** What it looks like; `problem` says so to the person who typed something else. */
  readonly format?: { readonly pattern: RegExp; readonly problem: string };
  /** What it can be; the first is what it is unless another one is chosen. */
  readonly choices?: readonly { readonly value: string; readonly label: string }[];
  /** Asked for only while another field has this value. */
  readonly when?: { readonly key: string; readonly value: string };
};

const secret = (key: string, label: string, more: Partial<ChannelField> = {}): ChannelField => ({
  key,
  label,
  isSecret: true,
  isRequired: true,
  ...more,
});
const option = (key: string, label: string, more: Partial<ChannelField> = {}): ChannelField => ({
  key,
  label,
  isSecret: false,
  isRequired: true,
  ...more,
});

const address = {
  pattern: /^https?:\/\/[^\s/@?#]+(?:\/[^\s@?#]*)?$/,
  problem: "Use an address such as https://chat.example.com.",
};
const phone = { pattern: /^\+[1-9]\d{6,14}$/, problem: "Use a number such as +15551234567." };

const [socketMode, httpMode] = [
  { key: "mode", value: "socket" },
  { key: "mode", value: "http" },
];

/** What the channels ask for that have a form of their own. */
const ownFields: Partial<Record<ChannelKind, readonly ChannelField[]>> = {
  telegram: [
    secret("botToken", "Bot token", {
      hint: "From @BotFather.",
      format: {
        pattern: /^\d{6,12}:[A-Za-z0-9_-]{30,}$/,
        problem: "A Telegram bot token is digits, a colon, and at least 30 characters.",
      },
    }),
    option("apiRoot", "Bot API address", {
      hint: "Only for a Bot API server of your own.",
      isRequired: false,
      format: address,
    }),
  ],
  slack: [
    option("mode", "How Slack reaches it", {
      isRequired: false,
      choices: [
        { value: "socket", label: "Socket: the Gateway calls Slack" },
        { value: "http", label: "HTTP: Slack calls an address of yours" },
      ],
    }),
    secret("botToken", "Bot token", {
      hint: "OAuth & Permissions of your Slack app.",
      format: { pattern: /^xoxb-[A-Za-z0-9-]{20,}$/, problem: "A Slack bot token begins with xoxb-." },
    }),
    secret("appToken", "App-level token", {
      hint: "Basic Information → App-Level Tokens, with connections:write.",
      when: socketMode,
      format: { pattern: /^xapp-[A-Za-z0-9-]{20,}$/, problem: "A Slack app-level token begins with xapp-." },
    }),
    secret("signingSecret", "Signing secret", {
      hint: "Basic Information → App Credentials.",
      when: httpMode,
      format: { pattern: /^[0-9a-f]{32}$/, problem: "A Slack signing secret is 32 hexadecimal digits." },
    }),
    option("webhookPath", "Path of the request URL", {
      hint: "/slack/events unless you choose another. A reverse proxy of yours leads it to this Gateway's port, without X-Forwarded headers: the Gateway refuses requests that say they were forwarded.",
      isRequired: false,
      when: httpMode,
      format: { pattern: /^\/[\w/-]{1,100}$/, problem: "Use a path such as /slack/events." },
    }),
  ],
  discord: [
    secret("token", "Bot token", {
      hint: "Discord Developer Portal → Bot.",
      format: {
        pattern: /^[\w-]{20,}\.[\w-]{5,}\.[\w-]{25,}$/,
        problem: "A Discord bot token has three parts with dots between them.",
      },
    }),
    option("applicationId", "Application ID", {
      isRequired: false,
      format: { pattern: /^\d{17,20}$/, problem: "An application ID is 17 to 20 digits." },
    }),
  ],
  whatsapp: [],
  feishu: [option("appId", "App ID"), secret("appSecret", "App secret")],
  googlechat: [
    secret("serviceAccount", "Service account", { hint: "The JSON key of the service account, whole." }),
    option("audience", "Audience", { isRequired: false }),
  ],
  irc: [
    option("host", "Server"),
    option("nick", "Nickname"),
    secret("password", "Password", { isRequired: false }),
  ],
  line: [secret("channelAccessToken", "Channel access token"), secret("channelSecret", "Channel secret")],
  matrix: [
    option("homeserver", "Homeserver", { format: address }),
    option("userId", "User ID", {
      isRequired: false,
      format: { pattern: /^@[^:\s]+:[^\s]+$/, problem: "Use an ID such as @bot:example.org." },
    }),
    secret("accessToken", "Access token"),
  ],
  mattermost: [option("baseUrl", "Server address", { format: address }), secret("botToken", "Bot token")],
  msteams: [
    option("appId", "App ID"),
    option("tenantId", "Directory (tenant) ID"),
    secret("appPassword", "App password"),
  ],
  "nextcloud-talk": [
    option("baseUrl", "Server address", { format: address }),
    secret("botSecret", "Bot secret"),
  ],
  nostr: [
    secret("privateKey", "Private key", {
      format: {
        pattern: /^(nsec1[a-z0-9]{58}|[0-9a-f]{64})$/,
        problem: "Use an nsec1… key or 64 hexadecimal digits.",
      },
    }),
  ],
  signal: [
    option("account", "Phone number", { format: phone }),
    option("transport.kind", "How it reaches Signal", {
      isRequired: false,
      choices: [
        { value: "external-native", label: "signal-cli that runs as a daemon" },
        { value: "container", label: "signal-cli-rest-api" },
      ],
    }),
    option("transport.url", "Its address", { hint: "Such as http://127.0.0.1:8080.", format: address }),
  ],
  zalo: [secret("botToken", "Bot token")],
};

/** What a channel's own form asks for; nothing where it has none. Every setting can be added to it by its name. */
export function channelFields(kind: ChannelKind): readonly ChannelField[] {
  return ownFields[kind] ?? [];
}

/** Those that are asked for while the others have these values. */
export function fieldsFor(
  kind: ChannelKind,
  values: Readonly<Record<string, string>>,
): readonly ChannelField[] {
  const fields = channelFields(kind);
  const valueAt = (key: string) =>
    values[key] || (fields.find((field) => field.key === key)?.choices?.[0]?.value ?? "");
  return fields.filter(({ when }) => when === undefined || valueAt(when.key) === when.value);
}

/** How ids of people look on this channel, where that is known. */
export const peerFormats: Partial<Record<ChannelKind, { pattern: RegExp; problem: string; hint: string }>> = {
  telegram: {
    pattern: /^\d{4,16}$/,
    problem: "Use numeric user IDs, not names.",
    hint: "Numeric user IDs, separated by spaces.",
  },
  slack: { pattern: /^[UW][A-Z0-9]{6,}$/, problem: "Use member IDs such as U0123ABCD.", hint: "Member IDs." },
  discord: { pattern: /^\d{17,20}$/, problem: "Use numeric user IDs.", hint: "Numeric user IDs." },
  whatsapp: { ...phone, hint: "Phone numbers such as +15551234567." },
  signal: { ...phone, hint: "Phone numbers such as +15551234567." },
};

/** The secret by which the provider can say whose it is; null where it has no such call. */
export function identityKey(kind: ChannelKind): string | null {
  switch (kind) {
    case "telegram":
    case "slack":
      return "botToken";
    case "discord":
      return "token";
    default:
      return null;
  }
}

/** What is wrong with values that somebody typed, by the field's key. Secrets that are kept may be left out. */
export function findFieldProblems(
  kind: ChannelKind,
  values: Readonly<Record<string, string>>,
  keptSecrets: readonly string[] = [],
): Readonly<Record<string, string>> {
  const own = fieldsFor(kind, values).flatMap((field): [string, string][] => {
    const value = values[field.key]?.trim() ?? "";
    if (value === "") {
      const isMissing = field.isRequired && !(field.isSecret && keptSecrets.includes(field.key));
      return isMissing ? [[field.key, `${field.label} is missing.`]] : [];
    }
    return field.format && !field.format.pattern.test(value) ? [[field.key, field.format.problem]] : [];
  });
  const others = Object.entries(values).flatMap(([key, value]): [string, string][] => {
    const problem = isSecretOf(kind, key) ? null : findSettingProblem(kind, key, value.trim());
    return problem === null || value.trim() === "" ? [] : [[key, problem]];
  });
  return Object.fromEntries([...others, ...own]);
}

/** What is wrong with the ids of people on this channel; null when nothing is, or their form isn't known. */
export function findPeerProblem(kind: ChannelKind, peers: readonly string[]): string | null {
  const format = peerFormats[kind];
  const wrong = format && peers.find((peer) => !format.pattern.test(peer));
  return format && wrong !== undefined ? `${wrong}: ${format.problem}` : null;
}
