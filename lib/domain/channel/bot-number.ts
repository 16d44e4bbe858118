/** The public number of the bot that a token is of, which stands in the token; null for channels whose tokens have none. */
export function botNumber(kind: string, token: string): string | null {
  if (kind === "telegram") return /^(\d{5,}):/.exec(token)?.[1] ?? null;
  if (kind !== "discord") return null;
  const decoded = Buffer.from(token.split(".")[0] ?? "", "base64").toString("utf8");
  return /^\d{15,21}$/.test(decoded) ? decoded : null;
}
