import { cookies } from "next/headers";
import type { NextAuthOptions } from "next-auth";
import Credentials from "next-auth/providers/credentials";
import { encodeSignInProblem } from "#lib/domain/account/sign-in-problem.ts";
import { env } from "#lib/env/env.ts";
import { toServiceFailure } from "#lib/services/service-failure.ts";
import { absoluteLimitMs, endSession, type SignIn, signIn } from "#lib/services/session/index.ts";
import { authSecret } from "./auth-secret.ts";
import { browserOf } from "./browser.ts";
import { deviceSeconds, readDevice, writeDevice } from "./device-cookie.ts";
import { isHttps, sessionCookie, sessionRefOf } from "./session-cookie.ts";

/**
 * The cookie only names a session; whether that still holds is asked of its row on every request.
 * A function, so that a build needs no environment.
 */
export function authOptions(): NextAuthOptions {
  return {
    secret: authSecret(),
    useSecureCookies: isHttps(),
    cookies: { sessionToken: sessionCookie() },
    session: { strategy: "jwt", maxAge: absoluteLimitMs / 1000 },
    pages: { signIn: "/sign-in", signOut: "/sign-in", error: "/sign-in" },
    providers: [
      Credentials({
        name: "Password",
        credentials: { email: { type: "email" }, password: { type: "password" } },
        authorize: async (credentials, request) => {
          const result = await signInOrUnavailable(credentials, request.headers);
          // The text of this error is all that next-auth passes on to the browser.
          if (!result.ok) throw new Error(encodeSignInProblem(result.problem));
          return { id: result.userId, sessionId: result.sessionId };
        },
      }),
    ],
    callbacks: {
      jwt: ({ token, user }) =>
        // The user is given at sign-in only.
        user ? { userId: user.id, sessionId: "sessionId" in user ? user.sessionId : null } : token,
    },
    events: {
      signOut: async ({ token }) => {
        const ref = sessionRefOf(token);
        if (ref) await endSession(ref);
      },
    },
  };
}

async function signInOrUnavailable(
  credentials: unknown,
  headers: Readonly<Record<string, unknown>> | undefined,
): Promise<SignIn> {
  try {
    const jar = await cookies();
    const { name, options } = deviceCookie();
    const device = readDevice(jar.get(name)?.value ?? "", authSecret(), Date.now());
    const result = await signIn(credentials, { ...browserOf(headers ?? {}, env().clientHeader), device });
    if (result.ok) jar.set(name, writeDevice(result.userId, device, authSecret(), Date.now()), options);
    return result;
  } catch (error) {
    toServiceFailure(error);
    return { ok: false, problem: { kind: "unavailable" } };
  }
}

/** Over https its name keeps it to this very host. */
function deviceCookie() {
  const secure = isHttps();
  return {
    name: `${secure ? "__Host-" : ""}bulkhead.device`,
    options: { httpOnly: true, sameSite: "lax", path: "/", secure, maxAge: deviceSeconds },
  } as const;
}
