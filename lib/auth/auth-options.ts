import type { NextAuthOptions } from "next-auth";
import Credentials from "next-auth/providers/credentials";
import { encodeSignInProblem } from "#lib/domain/account/sign-in-problem.ts";
import { toServiceFailure } from "#lib/services/service-failure.ts";
import { absoluteLimitMs, endSession, type SignIn, signIn } from "#lib/services/session/index.ts";
import { authSecret } from "./auth-secret.ts";
import { browserOf } from "./browser.ts";
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
    return await signIn(credentials, browserOf(headers ?? {}));
  } catch (error) {
    toServiceFailure(error);
    return { ok: false, problem: { kind: "unavailable" } };
  }
}
