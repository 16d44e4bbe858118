import credentials from "./openclaw-credentials.json" with { type: "json" };

/**
 * What a setting of OpenClaw's configuration is by its name. `secret`: it holds
 * a credential · `bag`: headers or variables, any of which may hold one ·
 * `private`: nobody else's business, but no credential that two tenants could
 * have in common (a certificate, the key of a session) · `plain`: none of these.
 */
export type SettingKind = "secret" | "bag" | "private" | "plain";

type Node = Map<string, Node>;

/** OpenClaw's own list and the secrets of its channels, by key; "*" is any. What lies below one of them is a part of it. */
const listed: Node = new Map();
for (const setting of credentials) add(setting);

function add(setting: string): void {
  let node = listed;
  for (const key of setting.replaceAll("[]", ".*").split(".")) {
    const next: Node = node.get(key) ?? new Map();
    node.set(key, next);
    node = next;
  }
}

/** True where the path, or a part of it from the beginning, is on the list. */
function isListed(path: readonly string[]): boolean {
  let open: Node[] = [listed];
  for (const key of path) {
    open = open.flatMap((node) => [node.get(key) ?? [], node.get("*") ?? []].flat());
    if (open.length === 0) return false;
    if (open.some(({ size }) => size === 0)) return true;
  }
  return false;
}

/** As OpenClaw tells a credential of its own or a plugin's by the name alone, and some more names of that kind. */
const secretNames: readonly RegExp[] = [
  /tokens?$/i,
  /password/i,
  /secret/i,
  /api.?key/i,
  /encrypt.?key/i,
  /private.?key$/i,
  /service.?account(?:ref)?$/i,
  /(?:access|account|signing|encryption|aes|hmac|master|license|shared|webhook|auth|subscription|relay)[-_]?key$/i,
  /(?:passphrase|passcode|authorization|credentials?|cookies?|mnemonic|jwt|auth[-_]?tag)$/i,
  /^(?:pass|passwd|pwd)$|[_-](?:pass|passwd|pwd)$|[a-z](?:Pass|Passwd|Pwd)$/,
];
/** Counts of tokens, and what says something of a secret without being one. */
const notSecretNames: readonly RegExp[] = [
  /(?:max|output|input|completion|context|total|prompt|reserve)[-_]?tokens?$/i,
  /token[-_]?(?:count|limit|budget)$/i,
  /(?:file|path|dir|directory|env|env_?var|variable|header|header_?name|prefix|type|mode|provider|source|policy|ttl|ms|seconds|count|limit|length|name|url|uri|endpoint|field|param|location|required|enabled|min|max|ref)$/i,
];
const bags = /^(?:.*headers|env|vars|env_?vars|environment|edgeAuth)$/i;
/** What is no credential, and still nobody else's business. */
const privateNames = /^(?:sessionKey|ca|cert|certificateData|knownHostsData)$/;
/** Names of what holds several settings, none of which has to be a secret. */
const lists = /^(?:secrets|tokens|credentials)$/i;

/** True for a name that a credential has: "botToken". */
export function isSecretName(name: string): boolean {
  const isAccount = /service.?account(?:ref)?$/i.test(name);
  if (!isAccount && notSecretNames.some((form) => form.test(name))) return false;
  return secretNames.some((form) => form.test(name));
}

/** @param path keys from the outside in; what stands in a list has its place there as a key */
export function kindOfSetting(path: readonly string[]): SettingKind {
  const named = path.map((key, index) => (isPlace(key) || isChosen(path, index) ? "" : key));
  const last = named.findLast((key) => key !== "") ?? "";
  const isBag = named.slice(0, -1).some((key) => bags.test(key));
  if (isListed(path)) {
    if (privateNames.test(last)) return "private";
    return isBag ? "bag" : "secret";
  }
  if (isBag) return "bag";
  if (privateNames.test(last)) return "private";
  // Providers of secrets say where secrets lie; they are none themselves.
  const holders = path[0] === "secrets" ? [] : named.slice(0, -1).filter((key) => !lists.test(key));
  return holders.some(isSecretName) || (path.length > 1 && isSecretName(last)) ? "secret" : "plain";
}

/** Below some keys stand names that somebody chose: a skill may be called "1password". */
function isChosen(path: readonly string[], index: number): boolean {
  return /^(?:entries|accounts|.*providers|.*servers|profiles|personas|peers|routes|agents|channels)$/i.test(
    path[index - 1] ?? "",
  );
}

function isPlace(key: string): boolean {
  return /^\d+$/.test(key);
}

const secretHeaders: ReadonlySet<string> = new Set([
  ...["authorization", "proxy-authorization", "x-api-key", "api-key", "apikey", "x-auth-token", "auth-token"],
  ...["x-access-token", "access-token", "x-secret-key", "secret-key", "cookie", "set-cookie"],
]);

/** True for the name of an environment variable that holds a secret by custom: "OPENAI_API_KEY". */
export function isSecretVariable(name: string): boolean {
  return /(^|_)(KEY|TOKEN|SECRET|PASSWORD|PASSWD|CREDENTIALS?)$/.test(name);
}

/** What a name of an option ends with whose value is a secret: "--db-password", and not "--password-store". */
const secretEndings =
  /(?:tokens?|secrets?|passwords?|passwd|pwd|pass|passphrase|passcode|keys?|service.?account(?:ref)?|authorization|credentials?|cookies?|mnemonic|jwt|auth[-_]?tag)$/i;

/** True for an option or a variable of a program that holds a secret by its name. */
export function isSecretOptionName(name: string): boolean {
  return isSecretInBag(name) && secretEndings.test(name);
}

/** True for a header or variable that holds a secret by its name. */
export function isSecretInBag(name: string): boolean {
  return secretHeaders.has(name.toLowerCase()) || isSecretVariable(name.toUpperCase()) || isSecretName(name);
}
