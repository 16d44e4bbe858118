/** Where the dashboard answers: what people type, and this machine's own names for it. */
export type Place = {
  /** Where people reach it, `BULKHEAD_URL`. */
  readonly publicUrl: string;
  /** Where it listens. */
  readonly port: number;
  readonly bindAddress: string;
};

/** A request as far as it says from where it comes. `get` knows header names in lower case. */
export type RequestOrigin = {
  readonly method: string;
  readonly headers: { get(name: string): string | null };
};

export type Refusal = { readonly status: 403 | 421; readonly message: string };

const readOnlyMethods = ["GET", "HEAD", "OPTIONS"];
/** Addresses of listening on which this machine's own names lead to the web. */
const reachedLocally = /^(127\.|0\.0\.0\.0$|::$|::1$|localhost$)/;

/**
 * Why a request isn't answered; null when it is. A page of somebody else's must not get in by a name
 * that leads to this machine (DNS rebinding), nor send in a signed-in person's name what changes something.
 */
export function refusalOf(request: RequestOrigin, place: Place): Refusal | null {
  const allowed = allowedOrigins(place);
  const asked = [
    request.headers.get("host") ?? "",
    ...(request.headers.get("x-forwarded-host")?.split(",") ?? []),
  ];
  if (!asked.every((host) => allowed.some((origin) => hostOf(origin) === normalHost(host, origin)))) {
    return { status: 421, message: misdirected(place.publicUrl) };
  }
  if (readOnlyMethods.includes(request.method) || isOwn(request, allowed)) return null;
  return {
    status: 403,
    message: `This was sent by a page that isn't this dashboard's, so nothing was done. Open ${place.publicUrl} and do it there.\n`,
  };
}

/** Programs that are no browser send neither header, and no cookie by themselves. */
function isOwn({ headers }: RequestOrigin, allowed: readonly string[]): boolean {
  const site = headers.get("sec-fetch-site");
  if (site !== null && site !== "same-origin" && site !== "none") return false;
  const origin = headers.get("origin");
  if (origin === null) return true;
  return allowed.includes(origin.toLowerCase());
}

function allowedOrigins({ publicUrl, port, bindAddress }: Place): string[] {
  const local = reachedLocally.test(bindAddress)
    ? ["localhost", "127.0.0.1", "[::1]"].map((name) => new URL(`http://${name}:${port}`).origin)
    : [];
  return [new URL(publicUrl).origin, ...local];
}

function hostOf(origin: string): string {
  return new URL(origin).host;
}

/** A host as a URL of this origin's scheme would name it: lower case, without the scheme's own port. */
function normalHost(host: string, origin: string): string | null {
  if (!/^[a-z0-9.-]+(:\d+)?$|^\[[0-9a-f:.]+\](:\d+)?$/i.test(host.trim())) return null;
  const url = `${new URL(origin).protocol}//${host.trim()}`;
  return URL.canParse(url) ? new URL(url).host : null;
}

function misdirected(publicUrl: string): string {
  return `The dashboard doesn't answer at this address, so that no other page can reach it by a name of its own. Open ${publicUrl}. If people are to reach it at this address, set BULKHEAD_URL to it and start Bulkhead again.\n`;
}
