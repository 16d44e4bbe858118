export type Unsound = {
  /** Names and numbers from the outside in, with dots between. */
  readonly path: string;
  readonly problem: string;
};

const deepest = 64;
/** Of an action, one part may stand in many places: what it stands for would have no end. */
const mostParts = 100_000;
const maxShownPath = 200;

/**
 * The first place in an input that no part of the product can take: text with
 * the character NUL, which PostgreSQL and file names can't hold, or with half of
 * a character, which is no text; a name that means something to JavaScript
 * itself; nesting that nobody needs. Walks without recursion, so that depth
 * costs no stack.
 *
 * @returns null when there is none
 */
export function findUnsound(input: unknown): Unsound | null {
  const waiting: { value: unknown; path: readonly string[] }[] = [{ value: input, path: [] }];
  let parts = 0;
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    const { value, path } = next;
    parts += 1;
    if (parts > mostParts) return unsound([], `It has more than ${mostParts} parts.`);
    if (typeof value === "string") {
      const problem = problemOfText(value);
      if (problem !== null) return unsound(path, problem);
      continue;
    }
    if (!isTree(value)) continue;
    if (path.length >= deepest) return unsound(path, `It is nested more than ${deepest} levels deep.`);
    if (Object.keys(value).length > mostParts) return unsound(path, `It has more than ${mostParts} parts.`);
    for (const key of Object.keys(value)) {
      const problem = key === "__proto__" ? "This name can't be used." : problemOfText(key);
      if (problem !== null) return unsound([...path, key], problem);
      waiting.push({ value: Object.getOwnPropertyDescriptor(value, key)?.value, path: [...path, key] });
    }
  }
  return null;
}

/** What JSON can be made of; a file or a date that a form sends is nobody's tree. */
function isTree(value: unknown): value is object {
  if (typeof value !== "object" || value === null) return false;
  if (Array.isArray(value)) return true;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === null || prototype === Object.prototype;
}

function problemOfText(text: string): string | null {
  if (text.includes("\0")) return "Remove the character NUL, which can't be stored.";
  return text.isWellFormed() ? null : "Remove the broken character.";
}

function unsound(path: readonly string[], problem: string): Unsound {
  return { path: path.join(".").toWellFormed().replaceAll("\0", "�").slice(0, maxShownPath), problem };
}
