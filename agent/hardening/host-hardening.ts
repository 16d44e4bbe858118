/** Whether this host can give something, and why not, for an operator. */
export type Ability = { readonly isAvailable: boolean; readonly note: string };

/** What this host can do for its tenants' boundaries; found out once, by really trying. */
export type HostHardening = {
  readonly privateView: Ability & { readonly program: string };
  readonly loopbackFirewall: Ability & { readonly program: string };
  readonly networkNamespace: Ability;
};

/** A host that can give none of it, for the given reason. */
export function noHostHardening(note: string): HostHardening {
  const none = { isAvailable: false, note, program: "" };
  return { privateView: none, loopbackFirewall: none, networkNamespace: none };
}
