import { expect, test } from "vitest";
import {
  addressesLetThrough,
  loopbackPorts,
  numberedAddresses,
  portsKeptClosed,
  portsLetThrough,
} from "./allowed-host-ports.ts";

test("lets through the ports of this host that are named, and nothing of anybody else's", () => {
  expect(
    loopbackPorts([
      "http://127.0.0.1:11434/v1",
      "http://localhost:8080",
      "http://[::1]:8080/v1",
      "https://localhost/v1",
      "https://models.example.com:9000/v1",
      "http://127.0.0.1.example.com:9001",
      "just words",
    ]),
  ).toEqual([443, 8080, 11434]);
});

const model = (baseUrl: string) => ({
  provider: "local",
  api: "openai-completions" as const,
  baseUrl,
  models: ["small"],
  isDefault: false,
  hasKey: false,
});

test("leaves the tenant's own ports to the tenant", () => {
  const models = [model("http://127.0.0.1:19200/v1"), model("http://127.0.0.1:19320/v1")];
  expect(portsLetThrough({ models, channels: [], basePort: 19_200 }, new Map())).toEqual([19_320]);
});

const closed = new Map([
  [3000, "the dashboard's"],
  [443, "that of the dashboard's address"],
]);

test("lets nobody through to Bulkhead's own ports, by whatever name they are asked for", () => {
  const urls = [
    "http://127.0.0.1:3000",
    "http://localhost:3000",
    "http://127.9.9.9:3000",
    "http://[::1]:3000",
  ];
  const more = ["http://[::ffff:127.0.0.1]:3000/v1", "https://127.0.0.1/v1", "https://203.0.113.9:3000"];
  const tenant = { models: [...urls, ...more].map(model), channels: [], basePort: 19_200 };
  expect(portsLetThrough(tenant, closed)).toEqual([]);
  expect(addressesLetThrough(tenant, closed)).toEqual([]);
  expect(portsKeptClosed(tenant, closed)).toEqual([443, 3000]);
});

test("knows addresses that are named by number, and no names", () => {
  expect(
    numberedAddresses([
      "https://203.0.113.9:8443/v1",
      "https://[2001:DB8::9]/v1",
      "https://a.example",
      "http://127.0.0.1:1",
    ]),
  ).toEqual([
    { address: "2001:db8::9", port: 443 },
    { address: "203.0.113.9", port: 8443 },
  ]);
});
