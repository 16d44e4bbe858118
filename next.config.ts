import type { NextConfig } from "next";

const config: NextConfig = {
  output: "standalone",
  reactStrictMode: true,
  poweredByHeader: false,
  typedRoutes: true,
  agentRules: false,
  experimental: { authInterrupts: true },
  serverExternalPackages: ["pg", "pg-boss", "pino", "@react-pdf/renderer"],
};

export default config;
