/** Words in a setting's name that stand for a file, a program, or a way around a guard or the network's own rules. */
const unsafeWords: ReadonlySet<string> = new Set([
  ...["dangerously", "file", "dir", "directory", "cli", "command", "socket", "cert", "certificate"],
  ...["exec", "script", "proxy", "roots"],
]);
/** Settings that have a place of their own in a channel's form, or that only Bulkhead writes. */
const reserved: ReadonlySet<string> = new Set([
  ...["enabled", "configWrites", "accounts", "defaultAccount", "constructor", "prototype"],
  ...["dmPolicy", "allowFrom", "groupPolicy", "groupAllowFrom", "dm"],
]);
/** The path of an address, not of a file. */
const addressPaths: ReadonlySet<string> = new Set(["webhookPath"]);

/**
 * True when people may set it: it can't make the Gateway read a file of the
 * host, run a program, or let in somebody whom its form keeps out.
 */
export function isSafeSetting(key: string): boolean {
  const [first = ""] = key.split(".");
  if (reserved.has(first)) return false;
  const words = key.split(/[._-]|(?=[A-Z])/).map((word) => word.toLowerCase());
  if (words.some((word) => unsafeWords.has(word))) return false;
  return words.at(-1) !== "path" || addressPaths.has(key);
}

/** True when a setting's name says that its value is a secret. */
export function namesSecret(key: string): boolean {
  return /(password|secret|token|privatekey|apikey)$|^code$/i.test(key);
}
