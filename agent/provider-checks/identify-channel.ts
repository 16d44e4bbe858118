import { z } from "zod";
import type { ChannelKind } from "#lib/domain/channel/channel-kind.ts";
import type { Identified } from "#lib/host-agent/contract/secrets.ts";
import { askProvider, type ProviderQuestion } from "./ask-provider.ts";
import type { ProviderAddresses } from "./provider-addresses.ts";

type Secrets = Readonly<Record<string, string>>;

const telegramSchema = z.object({
  ok: z.boolean(),
  description: z.string().optional(),
  result: z.object({ id: z.number(), username: z.string().optional(), first_name: z.string() }).optional(),
});
const slackSchema = z.object({
  ok: z.boolean(),
  error: z.string().optional(),
  user: z.string().optional(),
  user_id: z.string().optional(),
  team: z.string().optional(),
});
const discordSchema = z.object({ id: z.string(), username: z.string() });

/**
 * Asks the provider whose secret this is. Answers in every case: a provider
 * without such a call, without a network or without a sensible answer leaves
 * the identity unverified.
 */
export async function identifyChannel(
  addresses: ProviderAddresses,
  kind: ChannelKind,
  secrets: Secrets,
  signal: AbortSignal,
): Promise<Identified> {
  switch (kind) {
    case "telegram":
      return telegram(addresses, secrets.botToken?.trim() ?? "", signal);
    case "slack":
      return slack(addresses, secrets.botToken?.trim() ?? "", signal);
    case "discord":
      return discord(addresses, secrets.token?.trim() ?? "", signal);
    default:
      return { state: "not-verified", reason: "This channel has no call that says whose secret it is." };
  }
}

async function telegram(addresses: ProviderAddresses, token: string, signal: AbortSignal) {
  // Telegram takes the token in the path only; it goes nowhere but into this request.
  const url = `${addresses.telegram}/bot${encodeURIComponent(token).replace("%3A", ":")}/getMe`;
  return verdictOf({ url, headers: {} }, signal, (status, body) => {
    const answer = telegramSchema.safeParse(body);
    if (!answer.success) return null;
    const { ok, result, description } = answer.data;
    if (ok && result)
      return identified(result.username ? `@${result.username}` : result.first_name, result.id);
    return status === 401 || status === 404 ? refused("Telegram", description ?? String(status)) : null;
  });
}

async function slack(addresses: ProviderAddresses, token: string, signal: AbortSignal) {
  const question = { url: `${addresses.slack}/auth.test`, headers: bearer(token), method: "POST" };
  return verdictOf(question, signal, (_status, body) => {
    const answer = slackSchema.safeParse(body);
    if (!answer.success) return null;
    const { ok, user, user_id, team, error } = answer.data;
    if (ok && user && user_id) return identified(team ? `${user} in ${team}` : user, user_id);
    return ok ? null : refused("Slack", error ?? "no reason given");
  });
}

async function discord(addresses: ProviderAddresses, token: string, signal: AbortSignal) {
  const question = { url: `${addresses.discord}/users/@me`, headers: { authorization: `Bot ${token}` } };
  return verdictOf(question, signal, (status, body) => {
    if (status === 401) return refused("Discord", "it doesn't know this token");
    const answer = discordSchema.safeParse(body);
    return answer.success ? identified(answer.data.username, answer.data.id) : null;
  });
}

async function verdictOf(
  question: ProviderQuestion,
  signal: AbortSignal,
  read: (status: number, body: unknown) => Identified | null,
): Promise<Identified> {
  const answer = await askProvider(question, signal);
  if ("problem" in answer) return { state: "not-verified", reason: answer.problem };
  const verdict = read(answer.status, answer.body);
  return verdict ?? { state: "not-verified", reason: `The provider answered ${answer.status} and no name.` };
}

function identified(name: string, id: string | number): Identified {
  return { state: "identified", name: printable(name), id: printable(String(id)) };
}

function refused(provider: string, reason: string): Identified {
  return { state: "refused", reason: `${provider} refuses it: ${printable(reason)}.` };
}

/** What a provider says goes to people: short, and without control characters. */
function printable(text: string): string {
  return text.replace(/[\p{C}]/gu, "").slice(0, 120);
}

function bearer(token: string): Record<string, string> {
  return { authorization: `Bearer ${token}` };
}
