import { byHand } from "./cures.ts";
import type { MistakeRule } from "./mistake-rule.ts";
import { shellWord } from "./shell-word.ts";

/** Files or directories of a tenant that its mode or its owner opens to others. */
export const openFiles: MistakeRule = {
  id: "open-files",
  title: "Files that others of this host can open",
  explanation:
    "Modes and owners keep the users of a host apart. A state directory, a log or a secrets file that a copy, a chmod or a restored archive has opened lets other tenants' assistants read it, or put something in its place.",
  remedy:
    "Give the file or directory that is named back to the tenant's user and close it to everybody else. Then look at what lay open, and since when.",
  looksAt:
    "Owner, group and mode of the tenant's directories, configuration, secrets, logs and backups, and the members of the group.",
  buyerText: "No other account of the server can open this client's files.",
  fixes: ["close-files"],
  items: ["state-directory", "workspace", "logs", "backups"],
  needs: ["places"],
  reads: ["agents", "plugins", "logging", "channels", "browser"],
  needsSecrets: [],
  comparesTenants: false,
  find: (tenants) =>
    tenants.flatMap(({ slug, view }) =>
      view.places.flatMap(({ kind, setting, real, isInside, exposure }) =>
        exposure == null || kind === "open-file"
          ? []
          : [
              {
                key: `${setting} ${real}`,
                slug,
                others: [],
                detail: `${real} (${setting}): ${exposure}.`,
                seenHow: "Owner, group and mode of each place, and the members of its group.",
                cure: isInside
                  ? ({ by: "click", fix: "close-files", subject: real } as const)
                  : byHand(
                      `It lies outside the tenant's tree, where nothing is changed by itself. On the host: chmod go-rwx ${shellWord(real)}, and see whose it is.`,
                    ),
              },
            ],
      ),
    ),
};
