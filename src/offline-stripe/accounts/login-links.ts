/**
 * Login links to the Express Dashboard (https://docs.stripe.com/api/accounts/login_link/create), which is not simulated.
 *
 * @module
 */
import type { Stripe } from 'stripe'
import { escapeHtml, page } from '../content.ts'
import { invalidRequest } from '../errors.ts'
import { findOwn } from '../find-own.ts'
import { parameters, string } from '../parameters.ts'
import type { ResourceApi } from '../resource-api.ts'
import { dossierFor } from './access.ts'

const KIND = '_login_link'
/** Where the seller went after signing out, which Stripe still takes from older SDKs and does nothing with. */
const CREATE = parameters({ redirect_url: string() })

export function loginLinks(api: ResourceApi): void {
  api.route({
    method: 'POST',
    path: '/v1/accounts/{account}/login_links',
    handle(request) {
      CREATE(request.input)
      const { account } = dossierFor(api, request)
      if (account.controller?.stripe_dashboard?.type !== 'express') {
        throw invalidRequest(
          `Cannot create an edit link for the account ${account.id}, which is not an Express account.`,
        )
      }
      if (!account.details_submitted) {
        throw invalidRequest('Cannot create a login link for an account that has not completed onboarding.')
      }
      const id = api.newId('lael')
      const created = api.clock.now()
      api.store.put(KIND, { id, account: account.id, created, object: {}, secret: {} })
      return {
        object: 'login_link',
        created,
        url: `${request.base}/express/${account.id}/${id}`,
      } satisfies Stripe.LoginLink
    },
  })

  api.route({
    method: 'GET',
    path: '/express/{account}/{link}',
    handle({ params: { account = '', link } }) {
      findOwn(api.store, { kind: KIND, noun: 'login link', param: 'link' }, link, account)
      return page(
        'Offline Stripe',
        `<p>The Express Dashboard of ${escapeHtml(account)} would open here. It is not simulated.</p>`,
      )
    },
  })
}
