import fc from 'fast-check'
import type Stripe from 'stripe'
import { expect, it } from 'vitest'
import { startBench } from '../support.ts'
import { createSeller, give } from './seller.ts'

const bench = await startBench()
const { stripe } = bench

type Step = (account: Stripe.Account) => Promise<unknown>

const DAY = 24 * 60 * 60

/** Things that may happen to an account, in any order. */
const STEPS: Record<string, Step> = {
  giveAll: (account) => give(bench, account, account.requirements?.currently_due ?? []),
  giveOne: (account) => give(bench, account, account.requirements?.currently_due?.slice(0, 1) ?? []),
  unsetName: ({ id }) => stripe.accounts.update(id, { individual: { first_name: '' } }),
  ordinaryBirthDate: ({ id }) =>
    stripe.accounts.update(id, { individual: { dob: { day: 2, month: 2, year: 1982 } } }),
  matchingBirthDate: ({ id }) =>
    stripe.accounts.update(id, { individual: { dob: { day: 1, month: 1, year: 1901 } } }),
  sanctionedBirthDate: ({ id }) =>
    stripe.accounts.update(id, { individual: { dob: { day: 1, month: 1, year: 1900 } } }),
  unknownAddress: ({ id }) =>
    stripe.accounts.update(id, { individual: { address: { line1: 'address_no_match' } } }),
  badDocument: ({ id }) =>
    stripe.accounts.update(id, {
      individual: { verification: { document: { front: 'file_identity_document_failure' } } },
    }),
  badUrl: ({ id }) => stripe.accounts.update(id, { business_profile: { url: 'https://problem.stripe.com' } }),
  withdraw: ({ id }) => stripe.accounts.update(id, { capabilities: { card_payments: { requested: false } } }),
  request: ({ id }) => stripe.accounts.update(id, { capabilities: { card_payments: { requested: true } } }),
  reject: ({ id }) => stripe.accounts.reject(id, { reason: 'other' }).catch(() => undefined),
  unreject: ({ id }) => stripe.accounts.unreject(id).catch(() => undefined),
  seconds: () => bench.advance(4),
  weeks: () => bench.advance(15 * DAY),
}

function expectSound(account: Stripe.Account): void {
  const { requirements, capabilities } = account
  const { currently_due, eventually_due, past_due, pending_verification, errors } = requirements ?? {}
  const disabled = requirements?.disabled_reason !== null
  expect(account.payouts_enabled).toBe(!disabled)
  expect(account.charges_enabled).toBe(capabilities?.card_payments === 'active')
  if (disabled) expect(Object.values(capabilities ?? {})).not.toContain('active')
  expect(eventually_due).toEqual(expect.arrayContaining(currently_due ?? []))
  expect(currently_due).toEqual(expect.arrayContaining(past_due ?? []))
  expect(currently_due).toEqual(expect.arrayContaining((errors ?? []).map(({ requirement }) => requirement)))
  expect(pending_verification?.filter((path) => currently_due?.includes(path))).toEqual([])
  if (!disabled) expect([account.details_submitted, past_due]).toEqual([true, []])
  expect(account.individual?.requirements?.currently_due?.map((field) => `individual.${field}`)).toEqual(
    currently_due?.filter((path) => path.startsWith('individual.')),
  )
}

it('keeps flags, reasons, lists and capabilities in step, whatever happens to an account', async () => {
  const steps = fc.array(fc.constantFrom(...Object.keys(STEPS)), { maxLength: 12 })
  await fc.assert(
    fc.asyncProperty(fc.constantFrom('US', 'DE', 'AE', 'JP'), steps, async (country, names) => {
      const { id } = await createSeller(bench, country)
      for (const name of names) {
        await STEPS[name]?.(await stripe.accounts.retrieve(id))
        expectSound(await stripe.accounts.retrieve(id))
      }
    }),
    { numRuns: 20 },
  )
})
