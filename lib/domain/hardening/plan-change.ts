import { settingWords } from "./describe-setting.ts";
import {
  type HardeningChoice,
  type HardeningSetting,
  hardeningSettings,
  type ObservedSetting,
} from "./setting.ts";

/** A setting as a screen knows it. */
export type KnownSetting = {
  readonly setting: HardeningSetting;
  readonly asked: boolean;
  readonly observed: ObservedSetting;
  readonly canBeGiven: boolean;
};

export type HardeningChange = {
  /** What would be asked differently than now. */
  readonly changed: readonly { readonly setting: HardeningSetting; readonly isOn: boolean }[];
  /** True when a running Gateway has to be restarted for it. */
  readonly needsRestart: boolean;
  /** Settings that could be as chosen and aren't seen to be, whether they change or not. */
  readonly open: readonly HardeningSetting[];
};

/** What applying a choice comes to for a tenant whose Gateway runs or doesn't. */
export function planChange(
  settings: readonly KnownSetting[],
  choice: HardeningChoice,
  isRunning: boolean,
): HardeningChange {
  const changed = settings
    .filter(({ setting, asked }) => asked !== choice[setting])
    .map(({ setting }) => ({ setting, isOn: choice[setting] }));
  const open = settings
    .filter(({ setting, observed, canBeGiven }) => {
      const wanted = choice[setting] && canBeGiven ? "on" : "off";
      return isRunning && observed !== wanted;
    })
    .map(({ setting }) => setting);
  return { changed, open, needsRestart: open.some((setting) => settingWords[setting].needsRestart) };
}

/** What is asked for now, as a choice to change. */
export function choiceOf(settings: readonly KnownSetting[]): HardeningChoice {
  const asked = (setting: HardeningSetting) =>
    settings.some((each) => each.setting === setting && each.asked);
  const entries = hardeningSettings.map((setting) => [setting, asked(setting)] as const);
  // Every setting of the closed list is among the entries.
  return Object.fromEntries(entries) as HardeningChoice;
}
