import { waitOf } from "#lib/domain/account/sign-in-problem.ts";

/**
 * A refused sign-in says in its status and in `Retry-After` what next-auth puts
 * into an address only: 429 after too many tries, 503 when too many sign in.
 */
export async function withRetryAfter(response: Response): Promise<Response> {
  if (response.status !== 401) return response;
  const answer: unknown = await response
    .clone()
    .json()
    .catch(() => null);
  const wait = waitOf(errorIn(answer));
  if (wait === null) return response;
  const headers = new Headers(response.headers);
  headers.set("retry-after", String(wait.waitSeconds));
  return new Response(response.body, { status: wait.status, headers });
}

function errorIn(answer: unknown): string {
  if (typeof answer !== "object" || answer === null || !("url" in answer)) return "";
  const { url } = answer;
  return typeof url === "string" && URL.canParse(url) ? (new URL(url).searchParams.get("error") ?? "") : "";
}
