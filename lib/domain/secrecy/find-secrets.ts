import { isSecretName, isSecretOptionName } from "./credential-setting.ts";
import { isRandom } from "./is-telling.ts";
import { maskShapes, shapesIn } from "./secret-shapes.ts";

/** Longer than any setting that holds a secret within other words; of a longer text only its shapes are looked for. */
const longest = 20_000;
const scheme = /^(?:Bearer|Basic|Bot|Token|Digest)[ \t]+(?=\S)/i;
const reference = /^\$(?:\{([A-Z_][A-Z0-9_]*)\}|([A-Z_][A-Z0-9_]*))$/;

/** The secret of a setting that holds one: without the word before it that says how it is used. */
export function bareSecret(text: string): string {
  return text.trim().replace(scheme, "").trim();
}

/** The variable that a text says to read and is nothing else; null for any other text. */
export function variableIn(text: string): string | null {
  const [, braced, short] = reference.exec(bareSecret(text)) ?? [];
  return braced ?? short ?? null;
}

/**
 * The secrets within a text that has one by its form, whatever the setting is
 * called: in an address (user and password, parameters, webhooks), a header,
 * an assignment, a private key, or what providers' own keys look like.
 */
export function findSecrets(text: string): string[] {
  return secretPieces(text).filter((piece) => variableIn(piece) === null);
}

/** The same with variables that stand where a secret does: "${NAME}". */
export function secretPieces(text: string): string[] {
  if (text.length > longest) return shapesIn(text);
  const assigned = settingsOf(text)?.flatMap(inAssignment) ?? inAssignment(text);
  const written = assigned.length > 0 ? assigned : inCommand(text);
  const found = [...inAddresses(text), ...written, ...shapesIn(text).map(decoded)];
  const pieces = [...new Set(found.map((each) => each.trim()).filter((each) => each !== ""))];
  // What is found twice, once with more around it, is the shorter.
  return pieces.filter((one) => !pieces.some((other) => other !== one && one.includes(other)));
}

/** True where a text has a secret in it by its form alone. */
export function hasSecretForm(text: string): boolean {
  return maskShapes(text) !== text || findSecrets(text).length > 0;
}

const addresses = /[a-z][a-z0-9+.-]{0,30}:\/\/[^\s"'<>]+/gi;
/** As OpenClaw names them, "-" written as "_". */
const secretParameters: ReadonlySet<string> = new Set([
  ...[
    "token",
    "key",
    "api_key",
    "apikey",
    "secret",
    "access_token",
    "auth_token",
    "password",
    "pass",
    "passwd",
  ],
  ...[
    "auth",
    "jwt",
    "session",
    "id_token",
    "code",
    "client_secret",
    "app_secret",
    "hook_token",
    "refresh_token",
  ],
  ...[
    "signature",
    "x_amz_signature",
    "x_amz_security_token",
    "private_key",
    "credential",
    "authorization",
    "sig",
  ],
  ...["x_api_key", "x_access_token", "x_auth_token"],
]);

/** The secrets of addresses: what opens the account there. */
export function inAddresses(text: string): string[] {
  return (text.match(addresses) ?? []).flatMap((address) => {
    const url = URL.parse(address);
    if (url === null) return loosely(address);
    const hasPassword = url.password !== "";
    const owner = hasPassword ? url.password : isRandom(decoded(url.username)) ? url.username : "";
    const fragment = /[=&]/.test(url.hash) ? new URLSearchParams(url.hash.slice(1).replace(/^.*\?/, "")) : [];
    return [
      decoded(owner),
      ...[...url.searchParams, ...fragment].flatMap(([name, value]) =>
        isSecretParameter(name) && value !== "" ? [unquoted(value)] : [],
      ),
      ...inPath(url),
    ].filter((each) => each !== "");
  });
}

function isSecretParameter(name: string): boolean {
  const written = name.toLowerCase().replaceAll("-", "_");
  return (
    secretParameters.has(written) || /(?:^|_)token(?:_[a-f0-9]{16,})?$/.test(written) || isSecretName(name)
  );
}

/** A password in what is no address to `URL`, such as one whose password has a "#" in it. */
function loosely(address: string): string[] {
  const owner = address.slice(address.indexOf("://") + 3, Math.max(0, address.lastIndexOf("@")));
  const colon = owner.indexOf(":");
  return colon < 0 || colon === owner.length - 1 ? [] : [owner.slice(colon + 1)];
}

/** Addresses whose path is the secret, as those of webhooks. */
function inPath({ hostname, pathname }: URL): string[] {
  const bot = /^\/(?:file\/)?bot(\d{6,12}:[A-Za-z0-9_-]{20,})/.exec(pathname)?.[1];
  if (bot !== undefined) return [bot];
  const isHook = /(^|\.)(webhook\.office\.com|chat\.googleapis\.com)$/;
  if (isHook.test(hostname) && /\/(webhooks?|webhookb2|messages)\b/.test(pathname)) return [pathname];
  return [];
}

const assignment =
  /^\s*(?:--?)?([A-Za-z][A-Za-z0-9_.-]{0,80})(?:\s*[:=]\s*|\s+(?=(?:Bearer|Basic)\s))(?:"([^"]*)"|'([^']*)'|(.*))\s*$/s;

/** "--api-key=…", "API_KEY=…", "Authorization: Bearer …". */
function inAssignment(text: string): string[] {
  const [, name = "", ...values] = assignment.exec(text) ?? [];
  const value = values.find((each) => each !== undefined) ?? "";
  if (value.trim() === "" || value.startsWith("//") || !isSecretOptionName(name)) return [];
  return isSwitch(value) ? [] : [bareSecret(value)];
}

/** Options whose value is a secret in most programs, and the name of a file in some. */
const looseOptions =
  /^--?(?:key|pat|pass|passwd|pwd|auth|bearer|jwt|(?:proxy-)?user|basic-auth|credentials?|u)$/i;

/** The secret of an argument that stands after an option which takes one: "--api-key"; null where it takes none. */
export function secretOfOption(option: unknown, argument: string): string | null {
  if (typeof option !== "string" || argument === "" || argument.startsWith("-")) return null;
  if (isSwitch(argument)) return null;
  if (isSecretOption(option)) return argument;
  if (!looseOptions.test(option) || /^(?:[~./]|[a-z]+:\/\/)/i.test(argument)) return null;
  // Of a user and a password the user is no secret.
  const isOfUser = /^--?(?:u|(?:proxy-)?user|auth|basic-auth)$/i.test(option);
  const password = /^[^:\s]+:(?!\/\/)(.+)$/s.exec(argument)?.[1] ?? null;
  return isOfUser ? (password ?? (isRandom(argument) ? argument : null)) : argument;
}

/** True for an option of a program that is followed by a secret: "--api-key". */
export function isSecretOption(argument: string): boolean {
  const name = /^--?([A-Za-z][A-Za-z0-9_-]{0,80})$/.exec(argument)?.[1];
  return name !== undefined && isSecretName(name) && isSecretOptionName(name);
}

/** "--save-password=true" turns something on. */
function isSwitch(value: string): boolean {
  return /^(?:true|false|yes|no|on|off|auto|never|always)$/i.test(value.trim());
}

const mostWords = 2000;

/** "AccountName=…;AccountKey=…", each by itself; null for any other text. */
function settingsOf(text: string): string[] | null {
  const settings = text.split(";").filter((each) => each.trim() !== "");
  const isList = settings.length > 1 && settings.every((each) => /^\s*[A-Za-z][\w ]{0,60}=/.test(each));
  return isList ? settings : null;
}

/** A whole command in one text: "TOKEN=… npx server --api-key …". */
function inCommand(text: string): string[] {
  const words = text.split(/[\s;]+/);
  if (words.length < 2 || words.length > mostWords) return [];
  return words.flatMap((word, index) => {
    const given = secretOfOption(words[index - 1], word);
    if (given !== null) return [unquoted(given)];
    return /^(?:--?[a-z][\w-]*|[A-Z][A-Z0-9_]*|Password|Pwd)=/.test(word) ? inAssignment(word) : [];
  });
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

function unquoted(text: string): string {
  return text.trim().replace(/^(["'])(.*)\1$/s, "$2");
}
