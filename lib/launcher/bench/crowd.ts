import { randomBytes } from "node:crypto";
import { findAccount, removeAccount } from "#agent/boundary/system-account.ts";
import { removeTemporaryFiles } from "#agent/boundary/temporary-directories.ts";
import { setHardening } from "#agent/probes/self-test/set-hardening.ts";
import { createProbeHost, type ProbeHost } from "#agent/probes/testing/probe-host.ts";
import { tenantUserName } from "#agent/tenant/tenant-layout.ts";
import { fullHardening } from "#lib/domain/hardening/setting.ts";
import { slugSchema } from "#lib/domain/tenant/slug.ts";
import { step } from "#lib/launcher/terminal/progress.ts";

/** An installation of its own whose stopped tenants have what new ones get: OS users, trees and hardening. Needs root. */
export type Crowd = {
  /** The installation once it has at least so many tenants. */
  of(count: number): Promise<ProbeHost>;
  /** Removes all of it. No-op when nothing was made. */
  dispose(): Promise<void>;
};

export function createCrowd(signal: AbortSignal): Crowd {
  let made: ProbeHost | null = null;
  return {
    async of(count) {
      made ??= await step("Preparing an installation of its own", () => createProbeHost());
      const host = made;
      await step(`Making tenants up to ${count}`, async (note) => {
        for (let at = host.registry.list().length; at < count; at += 1) {
          signal.throwIfAborted();
          await addTenant(host);
          note(`${at + 1} of ${count}`);
        }
      });
      return host;
    },
    async dispose() {
      if (made === null) return;
      const host = made;
      await step("Removing the tenants", async (note) => {
        for (const { slug } of host.registry.list()) {
          // One that can't be removed keeps none of the others; the last line tries it again and says why.
          await host.removeTenant(slug).catch(() => undefined);
          note(`${host.registry.list().length} left`);
        }
        await host.dispose();
      });
      made = null;
    },
  };
}

async function addTenant(host: ProbeHost): Promise<void> {
  const slug = slugSchema.parse(`bench-${randomBytes(4).toString("hex")}`);
  try {
    await host.addTenant(slug);
  } catch (error) {
    // It is not in the registry yet, so nobody else would remove its user.
    const account = await findAccount(tenantUserName(slug));
    if (account !== null) {
      await removeTemporaryFiles(account.uid);
      await removeAccount(account.name);
    }
    throw error;
  }
  await setHardening(host.context, host.registry, slug, fullHardening);
}
