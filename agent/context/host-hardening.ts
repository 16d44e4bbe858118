/** Whether this host can give something, and why not, for an operator. */
export type Ability = { readonly isAvailable: boolean; readonly note: string };

/** What this host can do for its tenants' boundaries; found out once, by really trying. */
export type HostHardening = {
  readonly privateView: Ability & { readonly program: string };
  /** With the file that holds the filter, as bubblewrap takes it. */
  readonly kernelFilter: Ability & { readonly file: string };
  readonly loopbackFirewall: Ability & { readonly program: string };
  readonly networkNamespace: Ability & NetworkTools;
};

/** What a network of a tenant's own is made with. */
export type NetworkTools = {
  /** `ip`, which makes and removes it. */
  readonly program: string;
  /** `pasta`, which forwards into it and lets out of it. */
  readonly forwarder: string;
  /** What this version of it has to be told besides. */
  readonly forwarderOptions: readonly string[];
  /** What /etc/resolv.conf has to be inside, where the host's own names resolvers that only the host reaches; else null. */
  readonly resolvers: string | null;
  /** The host's firewall can refuse it the host's own addresses, those of later ones included. */
  readonly refusesOnHost: boolean;
  /** The network itself can refuse it the addresses that are known. */
  readonly refusesInside: boolean;
};

/** A host that can give none of it, for the given reason. */
export function noHostHardening(note: string): HostHardening {
  const none = { isAvailable: false, note, program: "" };
  const layers = { refusesOnHost: false, refusesInside: false };
  const networkNamespace = { ...none, forwarder: "", forwarderOptions: [], resolvers: null, ...layers };
  const kernelFilter = { isAvailable: false, note, file: "" };
  return { privateView: none, kernelFilter, loopbackFirewall: none, networkNamespace };
}
