import { execFileSync } from "node:child_process";
import { expect, it } from "vitest";
import { shellWord } from "./shell-word.ts";

it.each([
  "/srv/tenants/acme/backups/all.tar.gz",
  "/srv/a b/.env",
  ".env.'; reboot; '",
  "$(reboot)",
  "`x`",
  "a\\'b",
  "",
])("keeps %j one word that says the same", (text) => {
  const said = execFileSync("/bin/sh", ["-c", `printf %s ${shellWord(text)}`]).toString();
  expect(said).toBe(text);
});

it("leaves an ordinary path as it is", () => {
  expect(shellWord("/srv/tenants/acme/.env")).toBe("/srv/tenants/acme/.env");
});
