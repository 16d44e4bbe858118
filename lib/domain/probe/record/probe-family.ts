/** What kind of thing an attempt goes for; the order in which screens show them. */
export const probeFamilies = [
  "files",
  "processes",
  "gateway",
  "ports",
  "shared-places",
  "squatting",
  "identity",
  "openclaw",
  "host",
] as const;
export type ProbeFamily = (typeof probeFamilies)[number];

type Family = {
  readonly label: string;
  /** Between tenants of one OS user attempts are expected to get through: nothing stands between them. */
  readonly isOpenAtProfile: boolean;
};

export const familyOf: Readonly<Record<ProbeFamily, Family>> = {
  files: { label: "Files", isOpenAtProfile: true },
  processes: { label: "Processes", isOpenAtProfile: true },
  gateway: { label: "Gateway", isOpenAtProfile: false },
  ports: { label: "Derived ports", isOpenAtProfile: false },
  "shared-places": { label: "Shared places", isOpenAtProfile: true },
  squatting: { label: "Port squatting", isOpenAtProfile: false },
  identity: { label: "Identity", isOpenAtProfile: true },
  openclaw: { label: "Through OpenClaw itself", isOpenAtProfile: true },
  host: { label: "The host itself", isOpenAtProfile: true },
};
