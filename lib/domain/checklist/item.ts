import { z } from "zod";

/** The ten items of the boundary checklist, in the order in which they are shown. */
export const items = [
  "state-directory",
  "workspace",
  "browser-profile",
  "channel-credentials",
  "model-credentials",
  "gateway-token",
  "port",
  "logs",
  "backups",
  "host-access",
] as const;

export const itemSchema = z.enum(items);
export type Item = z.infer<typeof itemSchema>;

export const itemLabels: Record<Item, string> = {
  "state-directory": "State directory",
  workspace: "Workspace",
  "browser-profile": "Browser profile",
  "channel-credentials": "Channel credentials",
  "model-credentials": "Model credentials",
  "gateway-token": "Gateway token",
  port: "Port",
  logs: "Logs",
  backups: "Backups",
  "host-access": "Host access",
};
