import { describe, expect, it } from "vitest";
import { parseEnv } from "./env.ts";

const complete = {
  DATABASE_URL: "postgresql://app:hunter2@localhost/app",
  BULKHEAD_URL: "https://panel.example.com/",
  BULKHEAD_AUTH_SECRET_FILE: "/srv/auth-secret",
  BULKHEAD_AGENT_SOCKET: "/srv/agent.sock",
  BULKHEAD_AGENT_TOKEN_FILE: "/srv/agent-token",
};

describe("parseEnv", () => {
  it("cuts the trailing slash of the public URL", () => {
    expect(parseEnv(complete).publicUrl).toBe("https://panel.example.com");
  });

  it("takes jobs unless told that another process does", () => {
    expect(parseEnv(complete).takesJobs).toBe(true);
    expect(parseEnv({ ...complete, BULKHEAD_JOBS: "elsewhere" }).takesJobs).toBe(false);
    expect(() => parseEnv({ ...complete, BULKHEAD_JOBS: "no" })).toThrow(/BULKHEAD_JOBS/);
  });

  it("names every variable that is missing", () => {
    expect(() => parseEnv({ DATABASE_URL: complete.DATABASE_URL })).toThrow(
      /BULKHEAD_AUTH_SECRET_FILE.*BULKHEAD_AGENT_SOCKET.*BULKHEAD_AGENT_TOKEN_FILE/,
    );
  });

  it("never repeats a value, which may be a secret", () => {
    const malformed = () => parseEnv({ ...complete, DATABASE_URL: "mysql://app:hunter2@localhost/app" });
    expect(malformed).toThrow(/DATABASE_URL/);
    expect(malformed).not.toThrow(/hunter2/);
  });
});
