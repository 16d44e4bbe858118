const masked = "[masked]";

/** Nothing of the alphabet of a token before it: a scan then begins once a token, whatever stands in the line. */
const begin = "(?<![A-Za-z0-9_-])";
const token = (shape: string, flags = "g") => new RegExp(`${begin}${shape}`, flags);

/**
 * Shapes of well-known secrets, for those that aren't in the tenant's secrets
 * file (any more). Every one is a fixed beginning and classes that can't take
 * each other's characters, so that each costs one pass over the line.
 */
const shapes: readonly RegExp[] = [
  token("(?:sk|pk|rk)-[A-Za-z0-9_-]{16,}"),
  token("(?:sk|pk|rk)_(?:live|test)_[A-Za-z0-9]{10,}"),
  token("whsec_[A-Za-z0-9+/=]{16,}"),
  token("xox[a-z](?:\\.xox[a-z])?-[A-Za-z0-9-]{10,}"),
  token("xapp-[A-Za-z0-9-]{10,}"),
  token("gh[a-z]_[A-Za-z0-9]{20,}"),
  token("github_pat_[A-Za-z0-9_]{20,}"),
  token("gl(?:pat|ptt|dt|rt|cbt|ft|soat|oas)-[A-Za-z0-9_.-]{16,}"),
  token("AIza[A-Za-z0-9_-]{30,}"),
  token("ya29\\.[A-Za-z0-9_-]{20,}"),
  token("GOCSPX-[A-Za-z0-9_-]{20,}"),
  token("(?:AKIA|ASIA|ABIA|ACCA)[A-Z0-9]{16}(?![A-Za-z0-9])"),
  // Beginnings that words have as well count where a number follows.
  token(
    "(?:hf|gsk|r8|npm|tgp|figd|ntn|secret|shpat|shpss|shpca|dop_v1|doo_v1|dor_v1|sbp|phc|phx|glsa|sntrys|lin_api|rnd|re|csk|jina|fw|vercel)_(?=[A-Za-z_]{0,200}\\d)[A-Za-z0-9_]{20,}",
  ),
  token("(?:nvapi|pplx|xai|tvly|lsv2|pypi|dapi|ops)[-_](?=[A-Za-z_-]{0,200}\\d)[A-Za-z0-9_-]{20,}"),
  token("EAA[A-Za-z0-9]{40,}"),
  token("SG\\.[A-Za-z0-9_-]{16,}\\.[A-Za-z0-9_-]{16,}"),
  token("key-[0-9a-f]{32}(?![A-Za-z0-9])"),
  token("(?:AC|SK)[0-9a-f]{32}(?![A-Za-z0-9])"),
  token("ATATT3[A-Za-z0-9_=-]{20,}"),
  token("AGE-SECRET-KEY-1[A-Z0-9]{30,}"),
  token("hv[sb]\\.[A-Za-z0-9_-]{20,}"),
  token("syt_[A-Za-z0-9_-]{10,}"),
  token("eyJ[A-Za-z0-9_-]{10,}\\.[A-Za-z0-9_-]{10,}(?:\\.[A-Za-z0-9_-]*)?"),
  // Discord's: an id in base64, a time, a signature.
  token("[MNO][A-Za-z0-9_-]{22,27}\\.[A-Za-z0-9_-]{6}\\.[A-Za-z0-9_-]{27,}"),
  // Telegram's, also in the addresses that its bots call.
  /(?:(?<![A-Za-z0-9_-])|(?<=\/bot))\d{6,12}:[A-Za-z0-9_-]{30,}/g,
];

const names =
  "(?:token|passwd|password|passphrase|secret|api[_-]?key|access[_-]?key|private[_-]?key|signing[_-]?key)";
/** What stands before a secret within an address, which stays readable. */
const inAddresses: readonly RegExp[] = [
  /(:\/\/[^\s/@:]{0,128}:)([^\s/@]{3,256})(?=@)/g,
  /(\bhooks\.slack\.com\/(?:services|workflows|triggers)\/)([A-Za-z0-9/_-]{8,})/gi,
  /(\bdiscord(?:app)?\.com\/api\/webhooks\/)([A-Za-z0-9/_-]{8,})/gi,
];
/** What stands before a secret, which stays readable. */
const keyed: readonly RegExp[] = [
  ...inAddresses,
  /([?&](?:key|sig|signature|code|auth|X-Amz-Signature|X-Amz-Security-Token)=)([^\s"'&,;}]{8,})/gi,
  new RegExp(
    `(${names}\\\\{0,3}["']?[ \\t]{0,8}[=:][ \\t]{0,8}\\\\{0,3}["'])((?:[^"'\\\\\\r\\n]|\\\\[^"'\\r\\n]){6,})`,
    "gi",
  ),
  new RegExp(`(${names}\\\\{0,3}["']?[ \\t]{0,8}[=:][ \\t]{0,8}\\\\{0,3}["']?)([^\\s"',;}\\\\]{8,})`, "gi"),
];
/** In prose these words stand before other words. */
const schemes = /(\b(?:Bearer|Basic|Bot|Token)[ \t]{1,8})([A-Za-z0-9._~+/=:-]{8,})/gi;

const keyBegin = "-----BEGIN ";
const keyEnd = "-----END ";

/** The line with everything masked that has the shape of a secret. One pass over it a shape. */
export function maskShapes(line: string): string {
  let text = maskKeys(line);
  for (const shape of shapes) text = text.replace(shape, masked);
  for (const shape of keyed) {
    text = text.replace(shape, (whole, before: string, value: string) =>
      value.startsWith(masked) ? whole : `${before}${masked}`,
    );
  }
  return text.replace(schemes, (whole, before: string, value: string) =>
    isCredential(value) ? `${before}${masked}` : whole,
  );
}

/**
 * The text with everything replaced that has the shape of a secret by itself,
 * also within an address; whatever is only called one is left.
 */
export function replaceForms(text: string, replace: (secret: string) => string): string {
  let shown = text;
  for (const key of privateKeysIn(text)) shown = shown.replaceAll(key, () => replace(key));
  for (const shape of shapes) shown = shown.replace(shape, (secret) => replace(secret));
  for (const shape of inAddresses)
    shown = shown.replace(shape, (_, before: string, secret: string) => `${before}${replace(secret)}`);
  return shown;
}

/** What in a text has the shape of a secret, each as it stands there. */
export function shapesIn(text: string): string[] {
  const found = shapes.flatMap((shape) => text.match(shape) ?? []);
  for (const shape of [...keyed, schemes]) {
    for (const [, before = "", value = ""] of text.matchAll(shape)) {
      if (shape !== schemes || isCredential(value)) found.push(before === "" ? "" : value);
    }
  }
  return [...found.filter((each) => each !== ""), ...privateKeysIn(text)];
}

/** After a word such as "Bearer": no word of prose. */
function isCredential(value: string): boolean {
  return /[0-9A-Z_=~+/]|[.-]\w/.test(value) || value.length >= 24;
}

function privateKeysIn(text: string): string[] {
  const found: string[] = [];
  for (let at = text.indexOf(keyBegin); at >= 0; at = text.indexOf(keyBegin, at + 1)) {
    if (!/^-----BEGIN [A-Z0-9 ]{0,40}PRIVATE KEY-----/.test(text.slice(at, at + 80))) continue;
    const end = text.indexOf(keyEnd, at);
    found.push(text.slice(at, end < 0 ? text.length : end));
    if (end < 0) break;
  }
  return found;
}

/** A private key that stands in one line, its line ends written as such. */
function maskKeys(line: string): string {
  let text = "";
  let rest = 0;
  for (let at = line.indexOf(keyBegin); at >= 0; at = line.indexOf(keyBegin, rest)) {
    const head = /^-----BEGIN [A-Z0-9 ]{0,40}PRIVATE KEY-----/.exec(line.slice(at, at + 80))?.[0];
    if (head === undefined) {
      text += line.slice(rest, at + keyBegin.length);
      rest = at + keyBegin.length;
      continue;
    }
    const end = line.indexOf(keyEnd, at);
    text += `${line.slice(rest, at + head.length)}${at + head.length < line.length ? masked : ""}`;
    rest = end < 0 ? line.length : end;
  }
  return text + line.slice(rest);
}

/** True from the line after a private key's first to its last; one that never ends is given up. */
export function createKeyGuard(): (line: string) => boolean {
  let left = 0;
  return (line) => {
    if (line.includes("-----END ")) left = 0;
    const isInside = left > 0;
    if (isInside) left -= 1;
    if (/-----BEGIN [A-Z0-9 ]{0,40}PRIVATE KEY-----\s*$/.test(line)) left = 200;
    return isInside;
  };
}
