import type { ConfigurationView, ViewPlace } from "./configuration-view.ts";
import { byHand, isEdited, restoring } from "./cures.ts";
import { type Cure, type Fault, listWords, type MistakeRule, type ViewedTenant } from "./mistake-rule.ts";
import { shellWord } from "./shell-word.ts";

/** A log or backups that lie outside what keeps the tenant apart. */
export const logOrBackupOutsideBoundary: MistakeRule = {
  id: "log-or-backup-outside-boundary",
  title: "Log or backups outside the boundary",
  explanation:
    "Logs quote conversations and backups hold keys. Outside the tenant's own tree the walls around it don't cover them; below /tmp or in a common folder other tenants' users may get at them.",
  remedy:
    "Set logging.file (or the link that is named) to a place inside the tenant's tree, move what was written, and restart the Gateway so that it lets go of the old file.",
  looksAt: "Real path of logs and backups, and the files that the running Gateway has open.",
  buyerText: "Records and backups of this client are kept inside this client's own area.",
  fixes: ["restore-configuration", "restart"],
  items: ["logs", "backups"],
  needs: ["configuration", "places"],
  reads: ["logging"],
  needsSecrets: [],
  comparesTenants: false,
  find: (tenants) =>
    tenants.flatMap(({ slug, view }) => [
      ...view.places
        .filter(({ kind, isInside }) => (kind === "log" || kind === "backups") && !isInside)
        .map(
          (place): Fault => ({
            key: `${place.setting} ${place.real}`.replace(/pid \d+/g, "pid"),
            slug,
            others: [],
            detail: `${place.setting} is ${place.real}, outside this tenant's tree${place.via === "symlink" ? " (a symbolic link leads there)" : ""}.`,
            seenHow: "Real path of the log and the backups, and the files that the running process has open.",
            cure: logCure(view, place),
          }),
        ),
    ]),
};

function logCure(view: ConfigurationView, { setting, given, real, via }: ViewPlace): Cure {
  if (via === "symlink" || via === "bind-mount") {
    const how = via === "symlink" ? `rm ${shellWord(given)}` : `umount ${shellWord(given)}`;
    return byHand(
      `Stop the Gateway. On the host take away the ${via === "symlink" ? "symbolic link" : "mount"} (${how}), move what was written to ${real} back into the tenant's tree, and provision the tenant again: it makes the directory anew.`,
    );
  }
  const isOpenFile = setting.startsWith("open file");
  if (isOpenFile && !isEdited(view, "logging"))
    return { by: "click", fix: "restart", subject: "logging.file" };
  return restoring(
    view,
    ["logging"],
    `Set logging.file to a place below ${view.tree} and restart the Gateway; move ${real} there.`,
  );
}

/** An archive with the files of two tenants. */
export const backupHoldsTwoTenants: MistakeRule = {
  id: "backup-holds-two-tenants",
  title: "One backup with two tenants in it",
  explanation:
    "Whoever restores or receives a backup gets everything in it: conversations, files and sign-ins. An archive of several clients can't be handed to one of them, and deleting one client from it is guesswork.",
  remedy:
    "Make a backup of each tenant by itself, check that it can be read, then delete the common archive and its copies.",
  looksAt:
    "Names of the files in tar archives of the tenant's backups. Contents are not read, and other kinds of archives are not opened.",
  buyerText: "A backup of this client holds nothing of another client.",
  fixes: [],
  items: ["backups"],
  needs: ["archives"],
  needsSecrets: [],
  comparesTenants: false,
  find: (tenants) => tenants.flatMap((tenant) => findArchives(tenant, tenants)),
};

function findArchives({ slug, view }: ViewedTenant, tenants: readonly ViewedTenant[]): Fault[] {
  return view.archives.flatMap(({ name, holds }): Fault[] => {
    const others = holds.filter((held) => held !== slug);
    if (others.length === 0) return [];
    const seenHow = "Names of the files in the archive; their contents were not read.";
    const known = others.filter((other) => tenants.some((tenant) => tenant.slug === other));
    return [
      {
        key: `${name} ${[...others].sort().join(" ")}`,
        slug,
        others,
        detail: `The archive ${name} also holds files of ${listWords(others)}.`,
        seenHow,
        cure: byHand(
          `Make a backup of each tenant by itself and check that it can be read. Then delete the common archive and its copies (rm ${shellWord(`${view.tree}/backups/${name}`)}).`,
        ),
      },
      ...known.map((other) => ({
        key: `${slug} ${name}`,
        slug: other,
        others: [slug],
        detail: `Files of this tenant are in ${slug}'s archive ${name}.`,
        seenHow,
        cure: byHand(
          `Put it right at ${slug}: the archive lies there. Make a backup of this tenant by itself first.`,
        ),
      })),
    ];
  });
}

/** A plugin or channel that keeps its data somewhere else. */
export const pluginWritesOutsideState: MistakeRule = {
  id: "plugin-writes-outside-state",
  title: "A plugin or channel works outside the state directory",
  explanation:
    "What a plugin or channel keeps outside the tenant's tree is in no backup of the tenant, is not removed with it, and may be read or replaced by others; code that is loaded from there can be exchanged by others.",
  remedy:
    "Remove the path from the configuration (plugins.load.paths, the plugin's own settings, the channel's authDir), so that the plugin lives in the state directory, and move what it kept.",
  looksAt:
    "Paths of plugins and channels in the configuration in effect, and the files that the running Gateway writes. Needs a Gateway that runs.",
  buyerText: "Add-ons keep this client's data inside this client's own area.",
  fixes: ["restore-configuration"],
  items: ["state-directory", "channel-credentials"],
  needs: ["configuration", "places", "process"],
  reads: ["plugins"],
  needsSecrets: [],
  comparesTenants: false,
  find: (tenants) =>
    tenants.flatMap(({ slug, view }) =>
      view.places
        .filter(
          ({ kind, isInside }) =>
            (kind === "plugin" || kind === "channel" || kind === "open-file") && !isInside,
        )
        .map(({ kind, setting, real }) => ({
          key: `${setting} ${real}`.replace(/pid \d+/g, "pid"),
          slug,
          others: [],
          detail: `${setting} is ${real}, outside this tenant's tree.`,
          seenHow:
            "Paths of plugins and channels in the configuration, and the files that the running process writes.",
          cure:
            kind === "open-file"
              ? byHand(
                  `Find out which plugin or setting makes the Gateway write ${real} (its name usually says so) and take it out of the configuration; stop the Gateway, move the file into the tenant's tree if it is needed, then start it.`,
                )
              : restoring(
                  view,
                  [kind === "plugin" ? "plugins" : "channels"],
                  `Take ${setting} out of the configuration, move what is at ${real} into the tenant's tree, then restart the Gateway.`,
                ),
        })),
    ),
};
