import type { ConfigurationView } from "../configuration-view.ts";

/** A view of a tenant with nothing wrong: its own places, ports and tokens. */
export function blankView(slug: string): ConfigurationView {
  const tree = `/srv/tenants/${slug}`;
  const number = [...slug].reduce((sum, letter) => (sum * 31 + letter.charCodeAt(0)) % 90, 7);
  const base = 19_200 + number * 120;
  return {
    tree,
    gaps: [],
    edited: [],
    agents: [{ id: "main", workspace: null, powers: [] }],
    bindings: [],
    channels: [],
    browser: { isOn: false, profiles: [] },
    ports: { base, reserved: base, pinned: [] },
    gateway: { authMode: "token", openAiEndpoints: [], namedOperators: 0, hooksPickSession: false },
    session: { dmScope: "per-channel-peer", visibility: "agent" },
    secrets: [
      {
        role: "gateway",
        setting: "gateway.auth.token",
        place: "file",
        where: `${tree}/secrets/secrets.json`,
        fingerprint: `token of ${slug}`.slice(0, 64),
      },
    ],
    places: [
      { kind: "state", name: "state", directory: "state" } as const,
      { kind: "workspace", name: "default workspace", directory: "workspace" } as const,
    ].map(({ kind, name, directory }) => ({
      kind,
      setting: name,
      given: `${tree}/${directory}`,
      real: `${tree}/${directory}`,
      inode: `8:${slug}-${directory}`,
      via: "direct",
      isInside: true,
    })),
    archives: [],
  };
}
