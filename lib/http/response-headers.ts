// Read by the proxy and, as a copy beside the built server, by its entry: nothing is imported here.

/** The style that sonner puts into the page by itself when it is loaded, by its hash; a test compares it. */
export const toasterStyleHash = "sha256-StEaX+se6YS7pqjzrzMIA0KaX9zF/8zAhvQXZAe5epY=";

/** It is put there empty and filled then; both moments are judged. This is the hash of nothing. */
const emptyStyleHash = "sha256-47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=";

const closedFeatures = [
  ...["accelerometer", "autoplay", "browsing-topics", "camera", "display-capture"],
  ...["encrypted-media", "fullscreen", "geolocation", "gyroscope", "hid", "magnetometer", "microphone"],
  ...["midi", "payment", "picture-in-picture", "screen-wake-lock", "serial", "usb", "xr-spatial-tracking"],
];

/**
 * What every answer of the web has, whoever makes it: a page, a route, a file, Next's own errors. The
 * policy is that of something that is no page; a page replaces it with its own.
 *
 * @param isHttps whether people reach the dashboard over https: only then may it be demanded
 */
export function fixedHeaders(isHttps: boolean): Readonly<Record<string, string>> {
  return {
    "Content-Security-Policy":
      "default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'; sandbox",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "X-Permitted-Cross-Domain-Policies": "none",
    // Not less: without any, browsers send "null" as the origin of what a page itself sends.
    "Referrer-Policy": "same-origin",
    "Permissions-Policy": closedFeatures.map((feature) => `${feature}=()`).join(", "),
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Origin-Agent-Cluster": "?1",
    ...(isHttps ? { "Strict-Transport-Security": "max-age=31536000" } : {}),
  };
}

/**
 * What a page may load and run: its own scripts by this answer's nonce and what they load, nothing
 * written into the page. Attributes of style stay allowed: the drawings are placed by them.
 */
export function pagePolicy(
  nonce: string,
  options: { readonly isHttps: boolean; readonly isDevelopment: boolean },
): string {
  const development = options.isDevelopment;
  return [
    "default-src 'self'",
    `script-src 'self' 'nonce-${nonce}' 'strict-dynamic'${development ? " 'unsafe-eval'" : ""}`,
    "script-src-attr 'none'",
    development
      ? "style-src 'self' 'unsafe-inline'"
      : `style-src 'self' 'nonce-${nonce}' '${toasterStyleHash}' '${emptyStyleHash}'`,
    "style-src-attr 'unsafe-inline'",
    "img-src 'self' data: blob:",
    "font-src 'self'",
    `connect-src 'self'${development ? " ws:" : ""}`,
    ...["object-src", "frame-src", "media-src", "worker-src"].map((name) => `${name} 'none'`),
    "base-uri 'self'",
    "form-action 'self'",
    "frame-ancestors 'none'",
    ...(options.isHttps ? ["upgrade-insecure-requests"] : []),
  ].join("; ");
}
