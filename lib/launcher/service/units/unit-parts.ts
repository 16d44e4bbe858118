import type { ServicePlan } from "./service-plan.ts";

/** How a unit begins: what it is, and when it is started. */
export function unitHead(
  { root, paths }: ServicePlan,
  what: {
    readonly description: string;
    readonly after: string;
    /** Whose disks must be there; the installation's unless given. */
    readonly places?: readonly string[];
  },
): string {
  return `# Written by \`npm run install-service\` in ${root}, which writes it anew. Changes of your own: systemctl edit.
[Unit]
Description=Bulkhead: ${what.description}
After=${what.after}
RequiresMountsFor=${(what.places ?? [paths.home]).join(" ")}
# It is tried for as long as it takes: what it waits for may come back late.
StartLimitIntervalSec=0`;
}

export const restart = `Restart=on-failure
RestartSec=2`;

/** How a unit ends: it is started with the host. */
export const atEveryBoot = `
[Install]
WantedBy=multi-user.target
`;
