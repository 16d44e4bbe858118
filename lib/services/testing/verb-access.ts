import type { Permission } from "#lib/services/actor.ts";

/**
 * Who may use a service: who has the permission · `person` any signed-in
 * person, with a one-time password too · a sentence, where it takes no actor or
 * asks for the permission of what it calls.
 */
export type VerbAccess = Permission | "person" | { readonly open: string };

/** The services of each folder, as its `index.ts` gives them out. One that is missing here fails the inventory. */
export const verbAccess: Readonly<Record<string, Readonly<Record<string, VerbAccess>>>> = {
  activity: {
    listActivity: "activity.read",
    recordActivity: { open: "Writes the row of whoever was authorized before it." },
  },
  audit: { getTenantAudit: "tenant.read", requestAudit: "audit.run" },
  check: {
    getCheck: "host.read",
    listChecks: "host.read",
    requestHostCheck: "host.check",
  },
  client: {
    archiveClient: "client.archive",
    createClient: "client.create",
    getClient: "client.read",
    listClients: "client.read",
    unarchiveClient: "client.archive",
    updateClient: "client.update",
  },
  credential: {
    checkCredential: "credential.set",
    checkModelKey: "credential.set",
    getChannelStates: "credential.read",
    getCredentials: "credential.read",
    getSecretStates: "credential.read",
    linkChannel: "credential.set",
    revokeIdentity: "credential.revoke",
    rotateCredential: "credential.rotate",
    rotateGatewayToken: "credential.rotate",
    saveChannel: "credential.set",
    saveModel: "credential.set",
  },
  drift: {
    adoptConfig: "config.adopt",
    getDrift: "config.drift",
    restoreConfig: "config.restore",
    stopKeeping: "config.release",
  },
  fleet: { getFleet: "host.read", getMatrix: "tenant.read" },
  gateway: {
    followLogs: "gateway.logs",
    getOwnWord: "tenant.read",
    holdLogStream: "gateway.logs",
    killGateway: "gateway.kill",
    provisionGateway: "gateway.provision",
    removeGateway: "gateway.remove",
    restartGateway: "gateway.restart",
    retryOperation: { open: "Needs the permission of the operation itself; each kind is tried below." },
    startGateway: "gateway.start",
    stopGateway: "gateway.stop",
    tailLogs: "gateway.logs",
  },
  hardening: {
    applyHardening: "hardening.apply",
    getHardening: "tenant.read",
    seenSettings: { open: "Asks getHardening as the same actor; what it may not see counts as not there." },
  },
  host: { getHost: "host.read", listHosts: "host.read", retireHost: "host.retire" },
  onboarding: {
    discardDraft: "tenant.onboard",
    getDraft: "tenant.onboard",
    listDrafts: "tenant.onboard",
    planOnboarding: "tenant.onboard",
    runOnboarding: "tenant.onboard",
    saveDraft: "tenant.onboard",
  },
  operation: {
    cancelOperation: { open: "Needs the permission of the operation itself; each kind is tried below." },
    getOperation: "tenant.read",
    listOperations: "tenant.read",
  },
  probe: {
    cancelProbeRun: "probe.run",
    getProbeMap: "host.read",
    getProbePair: "host.read",
    getProbeRun: "host.read",
    getTenantAttempts: "tenant.read",
    listProbeChanges: "host.read",
    listProbeRuns: "host.read",
    requestProbeRun: "probe.run",
    setProbesAfterChange: "probe.run",
  },
  report: { createReport: "report.create", getReport: "tenant.read" },
  risk: {
    acceptRisk: "risk.accept",
    fixMistake: "mistake.fix",
    getTenantRisks: "tenant.read",
    revokeAcceptance: "risk.revoke",
  },
  "self-test": {
    cancelSelfTest: "selftest.run",
    listSelfTests: "host.read",
    recordSelfTest: "selftest.run",
    requestSelfTest: "selftest.run",
  },
  session: {
    endSession: { open: "Ends the very session that the browser's cookie names." },
    listOwnSessions: "session.manage-own",
    listUserSessions: "user.manage",
    resolveSession: { open: "Says who a cookie's bearer is; nobody is signed in before it." },
    revokeOtherSessions: "session.manage-own",
    revokeSession: "session.manage-own",
    signIn: { open: "Nobody is signed in before it." },
  },
  tenant: {
    archiveTenant: "tenant.archive",
    getTenant: "tenant.read",
    listTenants: "tenant.read",
    moveTenant: "tenant.move",
    updateTenant: "tenant.update",
  },
  "tool-policy": {
    changeToolPolicy: "policy.change",
    getTenantTools: "tenant.read",
    switchOpenAiApi: "api.switch",
  },
  user: {
    changeOwnPassword: "person",
    createFirstOwner: { open: "Only the launcher calls it, on the installation's own host." },
    createUser: "user.manage",
    listUserNames: "user.list-names",
    listUsers: "user.manage",
    reissueOwnerPassword: { open: "Only the launcher calls it, on the installation's own host." },
    resetPassword: "user.manage",
    updateUser: "user.manage",
  },
};

/** Checks within services that hold whoever calls them, by file below lib/services. */
export const innerChecks: Readonly<Record<string, Permission>> = {
  "credential/change-configuration.ts": "gateway.configure",
  "acceptance/acceptance-terms.ts": "risk.accept",
};
