import { describe, expect, it } from "vitest";
import type { Item } from "./item.ts";
import { findSharing } from "./sharing.ts";

function tenant(slug: string, ...identities: [Item, kind: string, value: string][]) {
  return {
    slug,
    items: identities.map(([item, kind, value]) => ({ item, identities: [{ kind, value, label: kind }] })),
  };
}

function shared(...tenants: ReturnType<typeof tenant>[]) {
  return [...findSharing(tenants)].flatMap(([slug, list]) =>
    list.map(({ item, otherSlug, otherItem }) => `${slug}.${item} ~ ${otherSlug}.${otherItem}`),
  );
}

describe("findSharing", () => {
  it("finds nothing between tenants that have nothing in common", () => {
    expect(
      shared(
        tenant("acme", ["workspace", "path", "/t/acme/w"]),
        tenant("beta", ["workspace", "path", "/t/beta/w"]),
      ),
    ).toEqual([]);
  });

  it("names an equal value on both tenants", () => {
    expect(
      shared(tenant("acme", ["logs", "inode", "8:1"]), tenant("beta", ["logs", "inode", "8:1"])),
    ).toEqual(["acme.logs ~ beta.logs", "beta.logs ~ acme.logs"]);
  });

  it("finds one tenant's workspace inside another's state directory", () => {
    expect(
      shared(
        tenant("acme", ["state-directory", "path", "/t/acme/state"]),
        tenant("beta", ["workspace", "path", "/t/acme/state/deep/er"]),
      ),
    ).toEqual(["acme.state-directory ~ beta.workspace", "beta.workspace ~ acme.state-directory"]);
  });

  it("finds that the root directory as a workspace holds everybody's files", () => {
    expect(
      shared(tenant("acme", ["workspace", "path", "/"]), tenant("beta", ["logs", "path", "/t/beta/logs"])),
    ).toContain("beta.logs ~ acme.workspace");
  });

  it("does not take a longer name for a directory inside", () => {
    expect(
      shared(
        tenant("acme", ["workspace", "path", "/t/acme"]),
        tenant("beta", ["workspace", "path", "/t/acme-two"]),
      ),
    ).toEqual([]);
  });

  it("finds a token that is another tenant's model key", () => {
    expect(
      shared(
        tenant("acme", ["gateway-token", "fingerprint", "f00d"]),
        tenant("beta", ["model-credentials", "fingerprint", "f00d"]),
      ),
    ).toEqual(["acme.gateway-token ~ beta.model-credentials", "beta.model-credentials ~ acme.gateway-token"]);
  });

  it("finds port ranges that overlap by one port, and none that only touch", () => {
    const acme = tenant("acme", ["port", "port-range", "19200-19319"]);
    expect(shared(acme, tenant("beta", ["port", "port-range", "19319-19438"]))).toHaveLength(2);
    expect(shared(acme, tenant("beta", ["port", "port-range", "19320-19439"]))).toEqual([]);
  });

  it("compares a shared OS user item by item", () => {
    expect(
      shared(tenant("acme", ["logs", "uid", "1000"]), tenant("beta", ["workspace", "uid", "1000"])),
    ).toEqual([]);
    expect(
      shared(tenant("acme", ["logs", "uid", "1000"]), tenant("beta", ["logs", "uid", "1000"])),
    ).toHaveLength(2);
  });

  it("does not report a tenant that repeats a value of its own", () => {
    expect(
      shared(tenant("acme", ["logs", "inode", "8:1"], ["backups", "inode", "8:1"]), tenant("beta")),
    ).toEqual([]);
  });
});
