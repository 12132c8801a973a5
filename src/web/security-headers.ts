/**
 * Headers that tell browsers what to refuse on our pages.
 *
 * @module
 */
import type { RequestHandler, Response } from 'express'
import helmet from 'helmet'
import type { StripeConfig } from '../config/config.ts'
import { stripeInBrowsers } from '../stripe/in-browsers.ts'

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

const POLICY = 'content-security-policy'

/**
 * Opens the content security policy of one answer to Stripe's hosts, whoever made it. Without a policy nothing is closed.
 *
 * @see https://www.w3.org/TR/CSP3/#directive-fallback-list
 */
export function openToStripe(response: Response, stripe: Pick<StripeConfig, 'api'>): void {
  const policy = response.get(POLICY)
  if (!policy) return
  const directives = new Map(
    policy.split(';').flatMap((text) => {
      const [name = '', ...sources] = text.trim().split(/\s+/)
      return name ? [[name.toLowerCase(), sources] as const] : []
    }),
  )
  for (const [name, hosts] of Object.entries(stripeInBrowsers(stripe).sources)) {
    // Where a policy says nothing of frames, say, its default holds for them.
    const own = directives.get(name) ?? directives.get('default-src')
    if (own && hosts.length > 0)
      directives.set(name, [...own.filter((source) => source !== "'none'"), ...hosts])
  }
  response.set(POLICY, [...directives].map(([name, sources]) => [name, ...sources].join(' ')).join(';'))
}
