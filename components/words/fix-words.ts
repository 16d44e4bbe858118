import type { MistakeFix } from "#lib/domain/mistakes/mistake-rule.ts";

/** What a click is called, and what it does before it is done. */
export const fixWords: Record<MistakeFix, { readonly label: string; readonly plan: string }> = {
  "restore-configuration": {
    label: "Write the configuration again",
    plan: "The tenant's configuration is written again as the dashboard has it: what was changed by hand goes, except what was adopted. Files stay where they are. A running Gateway takes it at once, or is restarted where it has to be.",
  },
  restart: {
    label: "Restart the Gateway",
    plan: "The Gateway is stopped and started from the dashboard, which hands secrets over in files. It is away for about half a minute. Programs that somebody else started keep running.",
  },
  "rotate-gateway-token": {
    label: "Give this tenant another token",
    plan: "A new Gateway token is made on the host for this tenant alone. A running Gateway goes on; whoever uses the old token is out, and paired devices are removed. Enter the new token in the programs that use it. The other tenant keeps the old one, which has been known here: rotate it there, too.",
  },
  "new-hooks-token": {
    label: "Give the hooks another token",
    plan: "A new hooks token is made on the host and put in the place of the old one in this tenant's configuration. Programs that call with the old one are refused until you enter the new one, which stands at hooks.token in the file on the host. Nothing else in the file changes.",
  },
  "move-secrets": {
    label: "Move the secrets out",
    plan: "The secrets that are named go to the tenant's secrets file, and the configuration is written again with references to them; other changes made by hand go with it, except what was adopted. If the dashboard has another secret in that place, nothing is changed. Change the secrets at the provider afterwards: old copies of the configuration still have them.",
  },
  "close-files": {
    label: "Close the files",
    plan: "The files and directories that are named get the owner and mode that keep others out. Links are not followed, nothing outside the tenant's tree is touched, and no content changes.",
  },
};
