import { appendFile, readFile, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import { type Leak, NotPlantable } from "./leak.ts";

const name = "bulkhead-self-test";

/** What the host's own files give to a tenant's user, or run of it. None of them ever comes to run. */
export const grantLeaks = {
  "subordinate-ids": {
    title: "A user's subordinate ids take in the other tenant's user",
    stage: "bare",
    plant: ({ source, target }) => addLine("/etc/subuid", `${source.userName}:${target.uid}:1`),
  },
  "scheduled-job": {
    title: "A job of the host's runs a script of a tenant's",
    stage: "bare",
    plant: ({ sourceLayout }) =>
      addFile(
        "/etc/cron.d",
        // There is no such day.
        `0 0 30 2 * root ${path.join(sourceLayout.workspace, name)}\n`,
      ),
  },
  "service-unit": {
    title: "A service of the host's runs as a tenant's user",
    stage: "bare",
    plant: ({ source }) =>
      addFile(
        "/etc/systemd/system",
        `[Service]\nUser=${source.userName}\nExecStart=/bin/true\n`,
        `${name}.service`,
      ),
  },
} as const satisfies Readonly<Record<string, Leak>>;

async function addLine(file: string, line: string): Promise<() => Promise<void>> {
  const before = await readFile(file, "utf8").catch(() => null);
  await appendFile(file, `${before === null || before.endsWith("\n") || before === "" ? "" : "\n"}${line}\n`);
  return async () => {
    if (before === null) await rm(file);
    else await writeFile(file, (await readFile(file, "utf8")).replace(`${line}\n`, ""));
  };
}

async function addFile(directory: string, text: string, as = name): Promise<() => Promise<void>> {
  const file = path.join(directory, as);
  await writeFile(file, text, { mode: 0o644 }).catch((error: NodeJS.ErrnoException) => {
    throw new NotPlantable(`${file} can't be written (${error.code}).`);
  });
  return () => rm(file, { force: true });
}
