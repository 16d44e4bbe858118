import { expect, it } from "vitest";
import { agentEnvironment } from "#lib/launcher/settings/child-environments.ts";
import { readSettings } from "#lib/launcher/settings/settings.ts";
import { serviceEnvironments } from "./service-environments.ts";

const settings = readSettings({ BULKHEAD_HOME: "/srv/bulkhead" }, { uid: 0, homeDirectory: "/root" });
const url = "postgresql://bulkhead_web:secret@localhost/bulkhead";
const environments = Object.fromEntries(
  serviceEnvironments(settings, url, agentEnvironment(settings, 998, {}), {}),
);

it("has the worker take the jobs and the web none", () => {
  expect(environments.web).toContain('BULKHEAD_JOBS="elsewhere"');
  expect(environments.worker).not.toContain("BULKHEAD_JOBS");
});

it("gives the database's password to web and worker and not to the agent", () => {
  expect(environments.web).toContain(`DATABASE_URL="${url}"`);
  expect(environments.worker).toContain(`DATABASE_URL="${url}"`);
  expect(environments.agent).not.toContain("secret");
});
