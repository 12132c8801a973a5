/**
 * Headers that tell browsers what to refuse on our pages.
 *
 * @module
 */
import type { RequestHandler } from 'express'
import helmet from 'helmet'

/**
 * Allows nothing inline and nothing from other sites.
 *
 * @param url the public address of the host
 * @param more what the host's frame around our pages needs as well, by directive
 */
export function securityHeaders(
  url: string,
  more: Readonly<Record<string, readonly string[]>> = {},
): RequestHandler {
  const https = url.startsWith('https:')
  return helmet({
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        defaultSrc: ["'self'"],
        imgSrc: ["'self'", 'data:', 'blob:'],
        objectSrc: ["'none'"],
        baseUri: ["'self'"],
        formAction: ["'self'"],
        frameAncestors: ["'none'"],
        ...(https && { upgradeInsecureRequests: [] }),
        ...more,
      },
    },
    // Without any referrer browsers would also hide the origin of forms from us.
    referrerPolicy: { policy: 'same-origin' },
    // We cannot speak for other hosts of the domain.
    strictTransportSecurity: https && { includeSubDomains: false },
  })
}
