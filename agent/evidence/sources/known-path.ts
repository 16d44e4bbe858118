import { lstat } from "node:fs/promises";
import path from "node:path";
import { fingerprint, shortFingerprint } from "#agent/system/fingerprint.ts";
import { hasSecretForm } from "#lib/domain/secrecy/find-secrets.ts";
import { isTelling } from "#lib/domain/secrecy/is-telling.ts";

/**
 * A path as it may be told. What is there has its name from the host; of what
 * isn't there a part that is no ordinary name may be a secret that was put
 * where a path belongs, and its fingerprint takes its place. Equal paths stay
 * equal, and one below another stays below it.
 *
 * @param file absolute
 */
export async function knownPath(key: Buffer, file: string): Promise<string> {
  const missing: string[] = [];
  let known = path.resolve(file);
  while (known !== "/" && !(await isThere(known))) {
    missing.unshift(path.basename(known));
    known = path.dirname(known);
  }
  return path.join(known, ...missing.map((name) => ordinaryName(key, name)));
}

/** A name, or a path of names, as it may be told where nothing says that it is one: what is no ordinary name by its fingerprint. */
export function ordinaryName(key: Buffer, text: string): string {
  return text
    .split("/")
    .map((name) =>
      isTelling(name) || hasSecretForm(name) ? `[${shortFingerprint(fingerprint(key, name))}]` : name,
    )
    .join("/");
}

export function isThere(file: string): Promise<boolean> {
  return lstat(file).then(
    () => true,
    () => false,
  );
}
