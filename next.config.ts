import type { NextConfig } from "next";

const config: NextConfig = {
  output: "standalone",
  // Without it Next looks for the root by itself, and finds another when a lock file lies above the clone.
  outputFileTracingRoot: import.meta.dirname,
  turbopack: { root: import.meta.dirname },
  // `npm test` checks the types; whoever only starts the product need not wait for it.
  typescript: { ignoreBuildErrors: true },
  reactStrictMode: true,
  poweredByHeader: false,
  typedRoutes: true,
  agentRules: false,
  // The largest form, a channel with every setting and all of its people, is far below.
  experimental: { authInterrupts: true, serverActions: { bodySizeLimit: "512kb" } },
  // Next would print the arguments of server actions while developing: passwords among them.
  logging: { serverFunctions: false },
  serverExternalPackages: ["pg", "pg-boss", "pino", "@react-pdf/renderer"],
};

export default config;
