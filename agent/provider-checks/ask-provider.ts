import { parseOrNull } from "#agent/staged/parse-bounded.ts";
import { anySignal } from "#lib/abort/any-signal.ts";
export type ProviderQuestion = {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly method?: string;
};
export type ProviderAnswer =
  | { readonly status: number; readonly body: unknown }
  | { readonly problem: string };

const timeoutMs = 5_000;
const maxAnswerBytes = 64 * 1024;

/**
 * One request to a provider. Never throws and never names the address, which
 * may hold a secret; a redirect is not followed, because it could carry the
 * secret elsewhere.
 */
export async function askProvider(question: ProviderQuestion, signal: AbortSignal): Promise<ProviderAnswer> {
  const { url, headers, method = "GET" } = question;
  const limit = anySignal([signal, AbortSignal.timeout(timeoutMs)]);
  try {
    const response = await fetch(url, { method, headers, redirect: "manual", signal: limit });
    const text = await response.text();
    if (text.length > maxAnswerBytes) return { problem: "The provider's answer makes no sense." };
    return { status: response.status, body: parseOrNull(text) };
  } catch {
    return { problem: "The provider can't be reached from this host." };
  }
}
