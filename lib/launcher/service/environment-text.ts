import { LaunchError } from "#lib/launcher/terminal/launch-error.ts";

/**
 * Variables as systemd reads them from an EnvironmentFile: quoted, so that no character in a value means anything.
 *
 * @throws LaunchError that names a variable, never its value, which can't be written so
 */
export function environmentText(variables: Readonly<Record<string, string | undefined>>): string {
  return Object.entries(variables)
    .flatMap(([name, value]) => (value === undefined ? [] : [`${name}=${quote(name, value)}\n`]))
    .join("");
}

function quote(name: string, value: string): string {
  if (/[\0\r\n]/.test(value)) {
    throw new LaunchError(
      `${name} has a line break in it, so it can't be given to a service.`,
      "Set it without one and run this again.",
    );
  }
  return `"${value.replace(/["\\$`]/g, "\\$&")}"`;
}
