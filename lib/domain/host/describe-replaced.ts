/** What is wrong with a host in whose place another agent answers, and what there is to do. */
export function describeReplaced(hostName: string): { readonly message: string; readonly nextStep: string } {
  return {
    message: `The agent of ${hostName} was replaced: its state is gone, and another agent answers in its place.`,
    nextStep: "Bring its state back from a backup; or move or archive its tenants, and retire the host.",
  };
}
