/**
 * The floors of a tree, from the ground up. A folder imports from the floors
 * below its own and from no other folder of its own floor. `.` is the files of
 * the root itself; a folder that is named takes those inside it along, unless
 * they are named themselves.
 */
export type Floors = readonly (readonly string[])[];

/** By root. A root that is not here is held to nothing but that no two folders need each other. */
export const floors: Readonly<Record<string, Floors>> = {
  agent: [
    // What runs inside a tenant's boundary, too, and imports nothing but Node.
    ["staged", "reader/runner"],
    // How a verb goes step by step and how it fails; what main hands down.
    ["steps", "context"],
    // What hung the agent; which tenants there are and where they lie.
    ["watchdog", "tenant"],
    // Commands, waiting, turns.
    ["system"],
    // The kernel's word on processes and sockets; directories that are held open.
    ["proc", "files"],
    // Which tenants exist; OpenClaw and Node by version; a tenant's network.
    ["registry", "runtime-store", "network"],
    // The walls around a tenant.
    ["boundary"],
    // What is parsed as the tenant, and never by root.
    ["reader", "kernel-filter"],
    ["config-file", "secrets-store", "host"],
    ["logs", "hardening"],
    // What keeps Gateways up; asking one; what installs into one.
    ["runtime", "gateway", "plugins"],
    // What a configuration should be, and what became of it.
    ["drift/config"],
    ["drift", "secrets"],
    // Asking the kernel as tenants' users; looking.
    ["evidence/access/asker"],
    ["evidence/access"],
    ["evidence/sources"],
    ["evidence/configuration", "evidence/items"],
    ["evidence/contents"],
    ["evidence"],
    // Trying.
    ["probes/runner"],
    ["probes"],
    ["provision", "policy", "audit", "provider-checks"],
    ["fixes", "probes/self-test"],
    ["api"],
    ["."],
  ],
  components: [
    // Primitives without a word of the product's.
    ["ui"],
    // What several screens say alike: a verdict, a wording, what the server refused.
    ["answers", "verdict", "words"],
    // What stays fresh; what is always at hand.
    ["live", "palette"],
    // What stands on its own.
    ["activity", "audit", "auth", "drift", "gateways", "hardening", "host", "logs", "operations", "risks"],
    ["account", "checklist", "credentials", "probes", "tools"],
    ["hull"],
    // Pages, which put the rest together.
    ["clients", "fleet", "host-page", "matrix", "onboarding", "people", "playbook", "tenant-page", "tenants"],
    ["shell"],
  ],
  "lib/services": [
    // Who acts, how input is read and how a service refuses. Everything may use it.
    ["."],
    // What every service needs: the record of what was done, how much at once, what columns hold.
    ["activity", "columns", "limits"],
    // What stands by itself. An acceptance doesn't know what is accepted.
    ["acceptance", "client", "host", "user"],
    ["mistake", "session"],
    // What a pass over a host saw: items and mistakes.
    ["check"],
    // What the watch stream says of Gateways; a change of it asks for a check.
    ["observation"],
    // What somebody asks of a tenant's Gateway: the tenant's lock, the rows, the job.
    ["operation"],
    // What is asked of a host at once, and how it is made sure what came of it.
    ["host-change"],
    ["audit", "drift", "gateway", "hardening", "probe", "tool-policy"],
    ["credential", "onboarding", "risk", "tenant"],
    // What brings all of it together: many tenants at once, a client's page, and the doing of operations.
    ["change-worker", "fleet", "operation-worker", "report", "self-test"],
  ],
};

/** Roots of which some folders still need each other. One that is in order is taken off. */
export const notYetInOrder: readonly string[] = [];

/** Folders that others may not import as they like: who may, beside the folder itself. */
export const importedBy: Readonly<Record<string, readonly string[]>> = {
  "lib/actions": ["app", "components"],
  "lib/agent-calls": ["lib/jobs", "lib/services", "prisma"],
  "lib/auth": ["app", "lib/actions"],
  "lib/db": ["lib/agent-calls", "lib/jobs", "lib/launcher", "lib/queue", "lib/services", "prisma"],
  "lib/jobs": ["instrumentation.ts"],
  "lib/launcher": ["lib/process"],
  "lib/queue": ["lib/jobs", "lib/services"],
  "lib/report": ["app", "lib/services/report"],
};

/** Folders that are run where nothing else of ours is: beside Node's own modules and themselves they import only these. */
export const standAlone: Readonly<Record<string, readonly string[]>> = {
  "agent/probes/runner": ["agent/staged"],
  "agent/staged": [],
};
