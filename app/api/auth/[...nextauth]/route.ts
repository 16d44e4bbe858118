import NextAuth from "next-auth";
import { authOptions } from "#lib/auth/auth-options.ts";
import { env } from "#lib/env/env.ts";

type Handler = (request: Request, context: { params: Promise<{ nextauth: string[] }> }) => Promise<Response>;

const handle: Handler = (request, context) => {
  // next-auth knows where it is reached by this variable alone.
  process.env.NEXTAUTH_URL ??= env().publicUrl;
  const handler: Handler = NextAuth(authOptions());
  return handler(request, context);
};

export { handle as GET, handle as POST };
