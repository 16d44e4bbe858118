import { describe, expect, it } from "vitest";
import { rolesOf, serviceRoles } from "./service-plan.ts";
import { planFor } from "./testing/plan-for.ts";
import { unitText } from "./unit-text.ts";

const plan = planFor("/srv/bulkhead");
const lines = (text: string) => text.split("\n");

describe.each(serviceRoles)("the unit of the %s", (role) => {
  const unit = lines(unitText(plan, role));

  it("is started at every boot, once the installation's disk is there, and again when it fails", () => {
    expect(unit).toContain("WantedBy=multi-user.target");
    expect(unit.find((line) => line.startsWith("RequiresMountsFor="))).toContain("/srv/bulkhead");
    expect(unit).toEqual(expect.arrayContaining(["Restart=on-failure", "StartLimitIntervalSec=0"]));
  });

  it("says every directive once, but for filters that add up", () => {
    const names = unit.flatMap((line) => /^(\w+)=/.exec(line)?.[1] ?? []);
    const repeated = names.filter((name, at) => names.indexOf(name) !== at);
    expect(new Set(repeated)).toEqual(new Set(role === "agent" ? [] : ["SystemCallFilter"]));
  });

  it("holds no environment but what is no secret and no setting", () => {
    const environment = unit.filter((line) => /^(Environment|PassEnvironment)=/.test(line));
    expect(environment).toEqual(role === "database" ? ["Environment=PATH=/usr/bin:/bin LC_ALL=C.UTF-8"] : []);
    expect(unit.filter((line) => line.startsWith("EnvironmentFile="))).toEqual(
      role === "database" ? [] : [`EnvironmentFile=/srv/bulkhead/service/${role}.env`],
    );
  });
});

describe("the agent's unit", () => {
  const unit = lines(unitText(plan, "agent"));

  it("ends the agent alone and leaves its Gateways running", () => {
    expect(unit).toEqual(
      expect.arrayContaining(["KillMode=process", "OOMPolicy=continue", "TasksMax=infinity"]),
    );
  });

  it("leaves it in the host's own namespaces, so that what it mounts and names is there after it", () => {
    const own =
      /^(Private|Protect|ReadOnly|ReadWrite|Inaccessible|TemporaryFileSystem|BindPaths|RootDirectory)/;
    expect(unit.filter((line) => own.test(line))).toEqual([]);
  });
});

describe.each(["database", "worker", "web"] as const)("the unit of the %s", (role) => {
  const unit = lines(unitText(plan, role));

  it("can become nobody else and writes nothing but what is its own", () => {
    expect(unit).toEqual(
      expect.arrayContaining(["NoNewPrivileges=yes", "CapabilityBoundingSet=", "ProtectSystem=strict"]),
    );
    expect(unit).toContain(`User=${role === "database" ? plan.users.database : plan.users.web}`);
    expect(unit.filter((line) => line.startsWith("ReadWritePaths="))).toEqual(
      role === "database" ? ["ReadWritePaths=/srv/bulkhead/postgres /srv/bulkhead/run/postgres"] : [],
    );
  });
});

describe("with a database server of one's own", () => {
  const external = { ...plan, postgres: null };

  it("there is no unit of a database, and none waits for one", () => {
    expect(rolesOf(external)).toEqual(["agent", "worker", "web"]);
    const after = lines(unitText(external, "web")).filter((line) => line.startsWith("After="));
    expect(after).toEqual(["After=network.target bulkhead-agent.service"]);
  });
});

describe("the web's unit", () => {
  it("may take a port below 1024, and nothing more, when it is told to", () => {
    const unit = lines(unitText({ ...plan, port: 443 }, "web"));
    const given = ["CapabilityBoundingSet=CAP_NET_BIND_SERVICE", "AmbientCapabilities=CAP_NET_BIND_SERVICE"];
    expect(unit).toEqual(expect.arrayContaining(given));
  });

  it("doesn't hide an installation that lies below people's homes", () => {
    expect(lines(unitText(planFor("/home/ada/bulkhead"), "web"))).toContain("ProtectHome=read-only");
    expect(lines(unitText(plan, "web"))).toContain("ProtectHome=yes");
  });
});
