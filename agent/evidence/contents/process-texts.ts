import type { Observed } from "./note-copies.ts";

const mostProcesses = 200;
const mostBytes = 1024 * 1024;

export type ProcessText = { readonly tenant: Observed; readonly text: Uint8Array; readonly where: string };

/** What a tenant's Gateway and its children show of their arguments, and the Gateway of its environment. */
export function processTexts(tenant: Observed): ProcessText[] {
  const { gateway } = tenant.view;
  if (gateway === null) return [];
  const environ = Object.entries(gateway.environ ?? {}).map(([name, value]) => `${name}=${value}`);
  const shown = [{ where: `the environment of ${gateway.name}`, texts: environ }];
  for (const { name, commandLine } of gateway.processes.slice(0, mostProcesses))
    shown.push({ where: `the arguments of ${name}`, texts: [...(commandLine() ?? [])] });
  return shown
    .filter(({ texts }) => texts.length > 0)
    .map(({ where, texts }) => ({
      tenant,
      where,
      // What belongs to one variable or argument must not be read together with the next.
      text: Buffer.from(texts.join("\n=|=\n")).subarray(0, mostBytes),
    }));
}
