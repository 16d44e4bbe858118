export const themes = ["system", "light", "dark"] as const;
export type Theme = (typeof themes)[number];

/** Read by the server, so that the first paint is already right. */
export const themeCookie = "bulkhead-theme";

export const themeLabels: Record<Theme, string> = { system: "As the system", light: "Light", dark: "Dark" };

/** Anything but a known theme means: follow the system. */
export function parseTheme(value: string | undefined): Theme {
  return themes.find((theme) => theme === value) ?? "system";
}
