import { type NextRequest, NextResponse } from "next/server";
import { env } from "#lib/env/env.ts";
import { refusalOf } from "#lib/http/request-origin.ts";
import { fixedHeaders, pagePolicy } from "#lib/http/response-headers.ts";

/** Comes before every page and route: refuses what isn't meant for this dashboard, and says what a page may run. */
export function proxy(request: NextRequest): NextResponse {
  const { publicUrl, port, bindAddress } = env();
  const isHttps = publicUrl.startsWith("https://");
  const fixed = fixedHeaders(isHttps);
  const refusal = refusalOf(request, { publicUrl, port, bindAddress });
  if (refusal) return answer(refusal.status, refusal.message, fixed);
  const { pathname } = request.nextUrl;
  // No picture here is made smaller by the server, so nobody may have it work on any.
  if (pathname.startsWith("/_next/image")) return answer(404, "There is nothing here.\n", fixed);
  if (pathname.startsWith("/api/")) return NextResponse.next({ headers: fixed });

  const nonce = Buffer.from(crypto.getRandomValues(new Uint8Array(18))).toString("base64");
  const policy = pagePolicy(nonce, { isHttps, isDevelopment: process.env.NODE_ENV === "development" });
  const headers = new Headers(request.headers);
  // Next takes the nonce of its own scripts from the first, and the page that of its styles from the second.
  headers.set("content-security-policy", policy);
  headers.set("x-nonce", nonce);
  return NextResponse.next({
    request: { headers },
    headers: { ...fixed, "Content-Security-Policy": policy },
  });
}

function answer(status: number, text: string, headers: Readonly<Record<string, string>>): NextResponse {
  return new NextResponse(text, {
    status,
    headers: { ...headers, "content-type": "text/plain; charset=utf-8", "cache-control": "no-store" },
  });
}

// The built scripts, styles and fonts are everybody's; their entry gives them the headers that never change.
export const config = { matcher: ["/((?!_next/static/).*)"] };
