import { type Argon2Parameters, argon2, randomBytes, timingSafeEqual } from "node:crypto";
import { availableParallelism } from "node:os";
import { promisify } from "node:util";
import { Turnstile } from "../limits/turnstile.ts";

const deriveNow = promisify(argon2);

// OWASP's minimum for argon2id: about 60 ms and 19 MiB a guess.
const cost = { memory: 19_456, passes: 2, parallelism: 1 } as const;
const saltBytes = 16;
const tagBytes = 32;

const format =
  /^\$argon2id\$v=19\$m=(?<memory>\d+),t=(?<passes>\d+),p=(?<parallelism>\d+)\$(?<salt>[\w+/-]+)\$(?<tag>[\w+/-]+)$/;

/** A core is left to everybody else: a crowd at the sign-in page must not hold up those who are in. */
const hashing = new Turnstile({ atOnce: availableParallelism() > 2 ? 2 : 1, waiting: 16 });

type Turn = {
  /** For somebody who is known already; goes before all others. */
  readonly isFirst?: boolean;
};

function derive(parameters: Argon2Parameters, turn: Turn): Promise<Buffer> {
  return hashing.run(() => deriveNow("argon2id", parameters), turn);
}

/** An argon2id hash in the PHC string format, cost and salt included. */
export async function hashPassword(password: string): Promise<string> {
  const salt = randomBytes(saltBytes);
  const parameters = { ...cost, message: bytesOf(password), nonce: salt, tagLength: tagBytes };
  const tag = await derive(parameters, { isFirst: true });
  const { memory, passes, parallelism } = cost;
  return `$argon2id$v=19$m=${memory},t=${passes},p=${parallelism}$${unpadded(salt)}$${unpadded(tag)}`;
}

/**
 * True when the password gives the hash. With null, which stands for an unknown account, it does the
 * same work and says false, so that the time of an answer doesn't tell which accounts exist.
 *
 * @throws TurnstileFull when too many passwords wait to be looked at
 */
export async function verifyPassword(
  password: string,
  hash: string | null,
  turn: Turn = {},
): Promise<boolean> {
  const kept = hash === null ? null : parse(hash);
  const parameters = kept?.parameters ?? { ...cost, nonce: Buffer.alloc(saltBytes), tagLength: tagBytes };
  const tag = await derive({ ...parameters, message: bytesOf(password) }, turn);
  return kept !== null && timingSafeEqual(tag, kept.tag);
}

function parse(hash: string): { parameters: Omit<Argon2Parameters, "message">; tag: Buffer } {
  const groups = format.exec(hash)?.groups;
  if (!groups) throw new Error("A stored password hash is not in the argon2id format.");
  const tag = Buffer.from(groups.tag ?? "", "base64");
  return {
    tag,
    parameters: {
      memory: Number(groups.memory),
      passes: Number(groups.passes),
      parallelism: Number(groups.parallelism),
      nonce: Buffer.from(groups.salt ?? "", "base64"),
      tagLength: tag.length,
    },
  };
}

/** Keyboards send one letter in several encodings; all must give one hash. */
function bytesOf(password: string): Buffer {
  return Buffer.from(password.normalize("NFKC"), "utf8");
}

function unpadded(bytes: Buffer): string {
  return bytes.toString("base64").replaceAll("=", "");
}
