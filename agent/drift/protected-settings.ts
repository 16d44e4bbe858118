/** Settings that make the boundary or that the agent itself relies on. They are never adopted from a hand-made change. */
const protectedSettings = [
  "$include",
  "gateway.mode",
  "gateway.port",
  "gateway.bind",
  "gateway.customBindHost",
  "gateway.auth",
  "gateway.trustedProxies",
  "gateway.tls",
  "gateway.remote",
  "gateway.terminal",
  "gateway.nodes",
  "gateway.tailscale",
  "secrets",
  "agents.defaults.workspace",
  "logging.file",
  "tools.fs",
  "tools.elevated",
  "plugins.load",
] as const;

/** True for such a setting, everything below it, and everything that contains it. */
export function isProtected(path: readonly string[]): boolean {
  const setting = path.join(".");
  if (path.includes("$include")) return true;
  return protectedSettings.some(
    (name) => setting === name || setting.startsWith(`${name}.`) || name.startsWith(`${setting}.`),
  );
}
