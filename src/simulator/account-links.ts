/**
 * Account links (https://docs.stripe.com/api/account_links). Stripe's hosted onboarding is not simulated: the link opens a
 * page that says so and leads back.
 *
 * @module
 */
import type { Stripe } from 'stripe'
import { escapeHtml, page } from './content.ts'
import { invalidParameter, referenceMissing } from './errors.ts'
import { findOwn } from './find-own.ts'
import type { Kernel } from './kernel.ts'
import { hash, oneOf, parameters, required, string } from './parameters.ts'

const KIND = '_account_link'
const VALID_SECONDS = 5 * 60

const EXTENT = oneOf('currently_due', 'eventually_due')
const CREATE = parameters({
  account: required(string()),
  type: required(oneOf('account_onboarding', 'account_update')),
  refresh_url: string(),
  return_url: string(),
  collect: EXTENT,
  collection_options: hash({ fields: EXTENT, future_requirements: oneOf('include', 'omit') }),
})

interface Link {
  refresh_url: string
  return_url: string
}

export function accountLinks(kernel: Kernel, url: string): void {
  kernel.route({
    method: 'POST',
    path: '/v1/account_links',
    handle(request) {
      const { account, refresh_url, return_url } = CREATE(request.input)
      if (!kernel.store.get('account', account)) throw referenceMissing('account', account)
      const link: Link = {
        refresh_url: address(refresh_url, 'refresh_url'),
        return_url: address(return_url, 'return_url'),
      }
      const id = kernel.newId('link')
      const created = kernel.clock.now()
      kernel.store.put<Link>(KIND, { id, account, created, object: link, secret: {} })
      return {
        object: 'account_link',
        created,
        expires_at: created + VALID_SECONDS,
        url: `${url}/setup/${account}/${id}`,
      } satisfies Stripe.AccountLink
    },
  })

  kernel.route({
    method: 'GET',
    path: '/setup/{account}/{link}',
    handle({ params: { account = '', link: id } }) {
      const what = { kind: KIND, noun: 'account link', param: 'link' }
      const link = findOwn<Link>(kernel.store, what, id, account)
      const expired = link.created + VALID_SECONDS <= kernel.clock.now()
      const back = expired ? link.object.refresh_url : link.object.return_url
      return page(
        'Offline Stripe',
        `<p>Stripe's own onboarding pages are not simulated.${expired ? ' This link has expired.' : ''}</p>
<p><a href="${escapeHtml(back)}">Go back</a></p>`,
      )
    },
  })
}

/** Both addresses are needed for the types of link that there are. */
function address(url: string | undefined, param: string): string {
  if (url === undefined) {
    throw invalidParameter(`You must specify ${param} for this account link type.`, {
      code: 'parameter_missing',
      param,
    })
  }
  if (URL.canParse(url) && /^https?:$/.test(new URL(url).protocol)) return url
  throw invalidParameter('Not a valid URL', { code: 'url_invalid', param })
}
