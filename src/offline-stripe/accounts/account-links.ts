/**
 * Account links (https://docs.stripe.com/api/account_links). A link leads once to a page that stands in for Stripe's hosted
 * onboarding: the page submits test data, or leads back without submitting any. A link that was opened before or that has
 * expired leads to the platform's `refresh_url`.
 *
 * @module
 */

import type { Stripe } from 'stripe'
import { type Content, escapeHtml, page, Redirect } from '../content.ts'
import { invalidParameter, invalidRequest, referenceMissing } from '../errors.ts'
import { findOwn } from '../find-own.ts'
import { hash, oneOf, parameters, required, string } from '../parameters.ts'
import { parsedUrl } from '../parsed-url.ts'
import type { ApiRequest, ResourceApi, Stored } from '../resource-api.ts'
import { ACCOUNT_LINK, answersToStripe, refuseOwn } from './access.ts'
import { type Dossier, readDossier } from './dossier.ts'
import { onboard } from './hosted-onboarding.ts'
import { currentlyDue } from './requirements.ts'
import type { Settle } from './settle.ts'

const VALID_SECONDS = 5 * 60

const EXTENT = oneOf('currently_due', 'eventually_due')
const CREATE = parameters({
  account: required(string()),
  type: required(
    oneOf('account_onboarding', 'account_update', 'custom_account_verification', 'custom_account_update'),
  ),
  refresh_url: string(),
  return_url: string(),
  // As before version 2020-08-27, like the types that begin with `custom_`.
  failure_url: string(),
  success_url: string(),
  collect: EXTENT,
  collection_options: hash({ fields: EXTENT, future_requirements: oneOf('include', 'omit') }),
})

interface Link {
  refresh_url: string
  return_url: string
  /** True after somebody has opened the link: its page can still submit onboarding. */
  visited?: boolean
  /** True after the link's page has submitted onboarding. */
  used: boolean
}

export function accountLinks(api: ResourceApi, settle: Settle): void {
  api.route({
    method: 'POST',
    path: '/v1/account_links',
    handle(request) {
      const { account, type: given, ...addresses } = CREATE(request.input)
      const type = given.replace('custom_account_verification', 'account_onboarding').replace('custom_', '')
      const { refresh_url = addresses.failure_url, return_url = addresses.success_url } = addresses
      const owner = api.store.get<Stripe.Account>('account', account)?.object
      refuseOwn(api, account)
      if (!owner) throw referenceMissing('account', account)
      if (type === 'account_update' && answersToStripe(owner)) {
        throw invalidRequest(
          'You cannot create `account_update` type Account Links for this account. Valid types for this account are ["account_onboarding"].',
          { param: 'type' },
        )
      }
      const link: Link = {
        refresh_url: address(refresh_url, 'refresh_url'),
        return_url: address(return_url, 'return_url'),
        used: false,
      }
      const id = api.newId('link')
      const created = api.clock.now()
      api.store.put<Link>(ACCOUNT_LINK, { id, account, created, object: link, secret: {} })
      return {
        object: 'account_link',
        created,
        expires_at: created + VALID_SECONDS,
        url: `${request.base}/setup/${account}/${id}`,
      } satisfies Stripe.AccountLink
    },
  })

  const path = '/setup/{account}/{link}'

  api.route({
    method: 'GET',
    path,
    handle(request) {
      const { link, dossier } = opened(api, request)
      if (!dossier || link.object.visited) return new Redirect(link.object.refresh_url)
      api.store.put<Link>(ACCOUNT_LINK, { ...link, object: { ...link.object, visited: true } })
      return onboardingPage(dossier, link.object)
    },
  })

  api.route({
    method: 'POST',
    path,
    handle(request) {
      const { link, dossier } = opened(api, request)
      if (!dossier) return new Redirect(link.object.refresh_url)
      onboard(api, dossier, request.ip)
      settle(dossier)
      api.store.put<Link>(ACCOUNT_LINK, { ...link, object: { ...link.object, used: true } })
      return new Redirect(link.object.return_url)
    },
  })
}

/** A link and, until the link expires or is used, its account. */
function opened(
  api: ResourceApi,
  { params: { account = '', link: id = '' } }: ApiRequest,
): { link: Stored<Link>; dossier: Dossier | undefined } {
  const what = { kind: ACCOUNT_LINK, noun: 'account link', param: 'link' }
  const link = findOwn<Link>(api.store, what, id, account)
  const isOver = link.object.used || link.created + VALID_SECONDS <= api.clock.now()
  return { link, dossier: isOver ? undefined : readDossier(api, account) }
}

function onboardingPage(dossier: Dossier, { return_url }: Link): Content {
  const due = currentlyDue(dossier).map((path) => `<li><code>${escapeHtml(path)}</code></li>`)
  return page(
    'Offline Stripe',
    `<p>Stripe's own onboarding pages are not simulated.</p>
<p>Instead, everything that is due can be answered with test data${due.length > 0 ? ':' : '.'}</p>
<ul>${due.join('')}</ul>
<form method="post"><button>Submit test data</button></form>
<p><a href="${escapeHtml(return_url)}">Go back without submitting anything</a></p>`,
  )
}

/** Both types of link need both addresses. */
function address(url: string | undefined, param: string): string {
  if (url === undefined) {
    throw invalidParameter(`You must specify ${param} for this account link type.`, {
      code: 'parameter_missing',
      param,
    })
  }
  if (/^https?:$/.test(parsedUrl(url)?.protocol ?? '')) return url
  throw invalidParameter('Not a valid URL', { code: 'url_invalid', param })
}
