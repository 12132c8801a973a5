/**
 * The script of Stripe.js, at the paths of `https://js.stripe.com`: `/v3/`, and one for each of its releases.
 *
 * @see https://docs.stripe.com/sdks/stripejs-versioning
 * @module
 */
import { Content } from '../content.ts'
import type { ResourceApi } from '../resource-api.ts'
import { stripeJs } from './script.ts'

export function stripeJsRoutes(api: ResourceApi): void {
  for (const path of ['/v3', '/v3/', '/{release}/stripe.js']) {
    api.route({
      method: 'GET',
      path,
      handle: ({ base }) =>
        new Content('text/javascript; charset=utf-8', `(${stripeJs})(${JSON.stringify(base)})\n`),
    })
  }
}
