/** The page to go on to after signing in: a path of this dashboard, else the start page. */
export function safeNext(next: string | undefined): string {
  // "//host" and "/\host" are other hosts to a browser.
  return next && /^\/(?![/\\])[^\s\\]*$/.test(next) && !next.startsWith("/sign-in") ? next : "/";
}
