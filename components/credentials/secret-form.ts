/**
 * Reads a form that holds secrets. They are read when it is sent and live
 * nowhere else: no state, no query cache, no address has them.
 */
export function readSecretForm(form: HTMLFormElement | null) {
  const entries = form ? new FormData(form) : new FormData();
  const text = (name: string) => String(entries.get(name) ?? "").trim();
  return {
    text,
    /** Fields that were filled in, under a prefix: "secret.botToken". */
    filled(prefix: string, keys: readonly string[]): Record<string, string> {
      const pairs = keys.map((key): [string, string] => [key, text(`${prefix}.${key}`)]);
      return Object.fromEntries(pairs.filter(([, value]) => value !== ""));
    },
    list: (name: string) =>
      text(name)
        .split(/[\s,]+/)
        .filter((word) => word !== ""),
    isOn: (name: string) => entries.get(name) !== null,
    /** Left out while empty. */
    optional: (name: string) => text(name) || undefined,
  };
}

export type SecretFormReading = ReturnType<typeof readSecretForm>;
