/**
 * What browsers are told to refuse on our pages.
 *
 * @module
 */
import type { RequestHandler } from 'express'
import helmet from 'helmet'

/**
 * Nothing inline and nothing from elsewhere, on every page.
 *
 * @param url the public address of the host
 * @param more what the frame that a host puts around our pages needs besides, by directive
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
    // With no referrer at all browsers would hide the origin of forms from us, too.
    referrerPolicy: { policy: 'same-origin' },
    // Other hosts of the domain are not ours to speak for.
    strictTransportSecurity: https && { includeSubDomains: false },
  })
}
