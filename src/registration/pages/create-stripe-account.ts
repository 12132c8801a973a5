import { randomUUID } from 'node:crypto'
import { z } from 'zod'
import type { AccountStatus } from '../../accounts/account-status.ts'
import { accountStore } from '../../accounts/store/accounts.ts'
import { ACCOUNT_PAGES } from '../../core/addresses.ts'
import { link } from '../../web/link.ts'
import { returnQuery } from '../../web/page-query.ts'
import { textOf } from '../../web/posted.ts'
import { problemSummary } from '../../web/problem-summary.ts'
import { page } from '../../web/route.ts'
import { BUSINESS_TYPES, countryChoices, createAccount, newAccountToken } from '../create-account.ts'
import { open } from '../registration.ts'
import { forUs, TOKEN_INPUTS } from '../tokens/for-stripe.ts'
import { tokenPage } from '../tokens/token-page.ts'
import { accountSummary } from './account-summary.ts'

/** An app sends sellers here until they can be paid. A seller who did not see their registration would think it lost. */
const NOT_PAID_YET: readonly AccountStatus[] = ['new', 'unfinished', 'in-review', 'restricted']

/** Most sellers are people. */
const PRESELECTED = 'individual'

const INPUTS = ['business_type', 'country']

/** Asks who registers and in which country, and creates the account. The page first offers the seller's registrations that cannot be paid yet. */
export const createStripeAccount = page({
  path: ACCOUNT_PAGES.create,
  audience: 'user',
  query: returnQuery.extend({ business_type: z.enum(BUSINESS_TYPES).optional().catch(undefined) }),
  secrets: TOKEN_INPUTS,
  isForUs: forUs.newAccount,
  async load(context, { query, attempt }) {
    const { config, storage } = context.services
    const newest = { offset: 0, limit: config.pageSize }
    const [countries, underWay] = await Promise.all([
      countryChoices(context),
      accountStore(storage).ofPerson(context.caller.accountid, newest, NOT_PAID_YET),
    ])
    const problems = problemSummary(context.messages, [], attempt?.problems, INPUTS)
    const type = attempt ? textOf(attempt.values.business_type) : query.business_type
    const tokens = tokenPage(context, { about: 'business-type' })
    return {
      view: 'registration/create-stripe-account',
      callsStripe: tokens !== undefined,
      data: {
        tokens,
        title: context.messages.text('create.title'),
        problems,
        countryProblem: problems.find(({ target }) => target === 'country')?.text,
        typeProblem: problems.find(({ target }) => target === 'business_type')?.text,
        types: BUSINESS_TYPES.map((value) => ({
          value,
          label: context.messages.text(`create.type.${value}`),
          hint: context.messages.text(`create.type.${value}.hint`),
          checked: value === (type || PRESELECTED),
        })),
        country: attempt?.values.country ?? (countries.length === 1 ? countries[0]?.value : undefined),
        countries,
        // One id per form, so that a form sent twice creates one account.
        operation: attempt?.values.operation ?? randomUUID(),
        underWay: underWay.map((row) => accountSummary(context, open(context, row), query['return-url'])),
      },
    }
  },
  async submit(context, { query, body }) {
    const account = await createAccount(context, {
      country: textOf(body.country),
      businessType: textOf(body.business_type) || PRESELECTED,
      operation: textOf(body.operation) || randomUUID(),
      token: newAccountToken(context, body),
    })
    // No form may lead to another site: the page of the account has the link to Stripe.
    const isHosted = context.services.config.onboarding === 'hosted'
    return {
      redirect: link(isHosted ? ACCOUNT_PAGES.view : ACCOUNT_PAGES.edit, {
        stripeid: account.stripeid,
        message: 'created',
        'return-url': query['return-url'],
      }),
    }
  },
})
