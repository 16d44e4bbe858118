import type { NextRequest } from "next/server";
import NextAuth from "next-auth";
import { authOptions } from "#lib/auth/auth-options.ts";
import { cappedRequest } from "#lib/auth/capped-request.ts";
import { withRetryAfter } from "#lib/auth/retry-after.ts";
import { env } from "#lib/env/env.ts";
import { errorResponse } from "#lib/services/http-error.ts";
import { ServiceError } from "#lib/services/service-error.ts";

type Context = { params: Promise<{ nextauth: string[] }> };
type Handler = (request: NextRequest, context: Context) => Promise<Response>;

/** An address, a password and a token: in bytes. */
const maxBodyBytes = 16 * 1024;

const handle: Handler = async (request, context) => {
  // next-auth knows where it is reached by this variable alone.
  process.env.NEXTAUTH_URL ??= env().publicUrl;
  // It reads whatever comes, so the length is looked at before.
  const capped = await cappedRequest(request, maxBodyBytes);
  if (capped === null) {
    return errorResponse(
      new ServiceError("TOO_LARGE", `A sign-in is at most ${maxBodyBytes / 1024} KiB.`, {
        nextStep: "Send an email address and a password, nothing else.",
      }),
    );
  }
  const handler: Handler = NextAuth(authOptions());
  return withRetryAfter(await handler(capped, context));
};

export { handle as GET, handle as POST };
