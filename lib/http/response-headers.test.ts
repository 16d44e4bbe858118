import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { fixedHeaders, pagePolicy, toasterStyleHash } from "./response-headers.ts";

describe("pagePolicy", () => {
  const policy = pagePolicy("bm9uY2U", { isHttps: true, isDevelopment: false });
  const directive = (name: string) =>
    policy.split("; ").find((part) => part.startsWith(`${name} `)) ?? "missing";

  it("runs no script that isn't named by the answer's own nonce", () => {
    expect(directive("script-src")).toBe("script-src 'self' 'nonce-bm9uY2U' 'strict-dynamic'");
    expect(directive("script-src-attr")).toBe("script-src-attr 'none'");
    expect(policy).not.toContain("unsafe-eval");
  });

  it.each(["frame-ancestors 'none'", "object-src 'none'", "base-uri 'self'", "form-action 'self'"])(
    "has %s",
    (part) => expect(policy.split("; ")).toContain(part),
  );

  it("names the one style that a dependency puts into the page, as it is now", () => {
    const source = readFileSync("node_modules/sonner/dist/index.mjs", "utf8");
    const literal = /^__insertCSS\((".*")\);$/m.exec(source)?.[1] ?? '""';
    const css: unknown = JSON.parse(literal);
    const hash = createHash("sha256").update(String(css)).digest("base64");
    expect(toasterStyleHash).toBe(`sha256-${hash}`);
    expect(directive("style-src")).toContain(`'${toasterStyleHash}'`);
  });
});

describe("fixedHeaders", () => {
  it("demands https only where people come over https", () => {
    expect(fixedHeaders(true)).toHaveProperty("Strict-Transport-Security", "max-age=31536000");
    expect(fixedHeaders(false)).not.toHaveProperty("Strict-Transport-Security");
  });

  it("lets nobody frame, sniff or embed what is no page", () => {
    expect(fixedHeaders(false)).toMatchObject({
      "Content-Security-Policy": expect.stringContaining("default-src 'none'; frame-ancestors 'none'"),
      "X-Content-Type-Options": "nosniff",
      "Cross-Origin-Resource-Policy": "same-origin",
    });
  });
});
