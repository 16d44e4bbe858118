import { z } from "zod";

const namespaceSchema = z.string().regex(/^\w+:\[\d+\]$/);

/**
 * The boundary that a Gateway was put into, written down when it was started.
 * What runs under its pid later is believed to be it only while it is in there.
 */
export const madeBoundarySchema = z.strictObject({
  hasView: z.boolean(),
  hasNetwork: z.boolean(),
  hasFilter: z.boolean(),
  namespaces: z.strictObject({
    mnt: namespaceSchema,
    pid: namespaceSchema,
    ipc: namespaceSchema,
    uts: namespaceSchema,
    net: namespaceSchema,
    cgroup: namespaceSchema,
    user: namespaceSchema,
  }),
});
export type MadeBoundary = z.infer<typeof madeBoundarySchema>;

/** A process of this host that outlives the agent, named so that a reused pid is never taken for it. */
export const processIdentitySchema = z.strictObject({
  pid: z.number().int().positive(),
  /** Field 22 of /proc/<pid>/stat, in clock ticks since boot. */
  startTicks: z.number().int().nonnegative(),
  bootId: z.string(),
  uid: z.number().int().nonnegative(),
  startedAt: z.iso.datetime(),
  /** Left out in records from before it was written down, and for a Gateway that was found running. */
  boundary: madeBoundarySchema.optional(),
});
export type ProcessIdentity = z.infer<typeof processIdentitySchema>;

declare const sealed: unique symbol;

/**
 * A Gateway that was started, as its driver remembers it and the record keeps
 * it. Only the driver knows what is in it; `hostProcessOf` says which process
 * of this host it is, for whoever looks at the host.
 */
export type GatewayHandle = { readonly [sealed]: "gateway" };

/** Every driver that there is starts processes of this host, so a handle is the identity of one and nothing else. */
export function handleOf(identity: ProcessIdentity): GatewayHandle {
  return identity as unknown as GatewayHandle;
}

/** Null where there is no Gateway, or where it is no process of this host. */
export function hostProcessOf(handle: GatewayHandle | null): ProcessIdentity | null {
  return handle as unknown as ProcessIdentity | null;
}

export const gatewayHandleSchema = processIdentitySchema.transform(handleOf);
