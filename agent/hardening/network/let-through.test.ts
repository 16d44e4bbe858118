import { expect, test } from "vitest";
import { loopbackPorts, portsLetThrough } from "./let-through.ts";

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

test("leaves the tenant's own ports to the tenant", () => {
  const model = (baseUrl: string) => ({
    provider: "local",
    api: "openai-completions" as const,
    baseUrl,
    models: ["small"],
    isDefault: false,
    hasKey: false,
  });
  const models = [model("http://127.0.0.1:19200/v1"), model("http://127.0.0.1:19320/v1")];
  expect(portsLetThrough({ models, channels: [], basePort: 19_200 })).toEqual([19_320]);
});
