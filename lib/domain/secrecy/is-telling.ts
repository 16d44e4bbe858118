/** Shorter values would mask ordinary words. */
const shortestSecret = 8;
/** Below it a value is as likely a word as a secret, in bits. Three words are above it, two are not. */
const leastBits = 32;
/** What a word is worth: about as much as a choice out of a small dictionary. */
const wordBits = 12;
const longestWord = 15;
const randomBits = 4.3;

const notSecret: readonly RegExp[] = [
  /^(?:true|false|null|undefined)$/i,
  // Ids of chats and people are numbers.
  /^[+-]?\d{1,19}(?:\.\d{1,9})?$/,
  /^\d{4}-\d\d-\d\d(?:[T ][\d:.]{5,12}(?:Z|[+-]\d\d:?\d\d)?)?$/,
  /^v?\d{1,5}(?:\.\d{1,5}){1,3}$/,
  /^(?:\d{1,3}\.){3}\d{1,3}(?::\d{1,5}|\/\d{1,2})?$/,
];
/** What is made of words by its kind; a secret in it shows by a part that is no word. */
const ofWords: readonly RegExp[] = [
  /^(?:[a-z0-9_-]{1,63}\.){0,10}[a-z0-9_-]{1,63}(?::\d{1,5})$/i,
  /^(?:[a-z0-9_-]{1,63}\.){1,10}[a-z]{2,24}$/i,
  /^[\w.+-]{1,64}@(?:[a-z0-9-]{1,63}\.){1,10}[a-z]{2,24}$/i,
  /^(?:~|\.{1,2})?\/[\w./ -]{1,4000}$/,
];
const address = /^[a-z][a-z0-9+.-]{1,20}:\/\/[^\s/?#@]{1,300}(?=[/?#]|$)/i;

/**
 * Whether a value from a secrets file is worth masking wherever it turns up:
 * long enough, and too improbable for an ordinary word, a number, a host or an
 * address. An operator must be able to read a log in which "telegram" occurs.
 */
export function isTelling(value: string): boolean {
  if (value.length < shortestSecret || new Set(value.slice(0, 1000)).size <= 3) return false;
  if (notSecret.some((kind) => kind.test(value))) return false;
  if (ofWords.some((kind) => kind.test(value))) return hasRandomPart(value);
  // The part of an address before its path names a host; a secret stands behind it, as in a webhook.
  const rest = value.replace(address, "");
  if (rest.length === value.length) return bitsOf(value) >= leastBits;
  return hasRandomPart(rest) || bitsOf(rest) >= leastBits + wordBits;
}

/** True where a part of a text is no word: nobody writes it, a program has made it. */
export function isRandom(text: string): boolean {
  return text.length >= shortestSecret && hasRandomPart(text);
}

/** True for one long run of signs that no person made up. A short part that a program made up is usual in a path. */
export function isBlob(text: string): boolean {
  if (text.length < 20 || text.length > 4000 || !/^[A-Za-z0-9+/_=-]+$/.test(text)) return false;
  return hasRandomPart(text, /^\/[a-z]{2,}\//.test(text) ? 16 : 6);
}

function hasRandomPart(text: string, least = 6): boolean {
  return partsOf(text).some((part) => part.length >= least && bitsOfPart(part) >= part.length * 3.5);
}

function bitsOf(text: string): number {
  const signs = text.replace(/[\p{L}\p{N}_ ./:-]/gu, "").length;
  return partsOf(text).reduce((sum, part) => sum + bitsOfPart(part), signs * 4);
}

function partsOf(text: string): string[] {
  return text.slice(0, 4000).match(/[\p{L}\p{N}]+/gu) ?? [];
}

/** Letters and digits without anything between: words and numbers by themselves, or mixed as nobody writes. */
function bitsOfPart(part: string): number {
  const runs = part.match(/\p{Lu}?\p{Ll}+|\p{Lu}+|\p{Lo}+|\p{N}+/gu) ?? [];
  if (runs.length >= 4 && part.length / runs.length < 3.5) return part.length * randomBits;
  return runs.reduce((sum, run) => sum + bitsOfRun(run), 0);
}

function bitsOfRun(run: string): number {
  if (/^\p{N}/u.test(run)) return run.length * 3.3;
  return isWord(run.toLowerCase()) ? Math.min(wordBits, run.length * 2) : run.length * randomBits;
}

/** Vowels where a word has them, and no knot of consonants. */
function isWord(run: string): boolean {
  if (run.length < 3 || run.length > longestWord) return false;
  const vowels = run.match(/[aeiouyäöüáéíóúàèùâêîôû]/g)?.length ?? 0;
  const share = vowels / run.length;
  return share >= 0.15 && share <= 0.75 && !/[bcdfghjklmnpqrstvwxz]{5}/.test(run);
}
