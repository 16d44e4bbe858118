/** Where a secret lies in the tenant's secrets file, from the outside in. */
export type SecretPath = readonly string[];

/** Points OpenClaw to one secret in the tenant's secrets file. */
export function secretReference(path: SecretPath) {
  return { source: "file", provider: "bulkhead", id: secretPointer(path) } as const;
}

/** The same as a JSON pointer, such as "/channels/telegram/default/botToken". */
export function secretPointer(path: SecretPath): string {
  return path.map((key) => `/${key.replaceAll("~", "~0").replaceAll("/", "~1")}`).join("");
}

/** The way back: the path that a pointer stands for. */
export function secretPath(pointer: string): SecretPath {
  const keys = pointer.split("/").slice(1);
  return keys.map((key) => key.replaceAll("~1", "/").replaceAll("~0", "~"));
}
