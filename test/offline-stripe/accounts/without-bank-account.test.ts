/** Real Stripe, in test mode: an account that lacks nothing but a bank account can charge, and is not paid out. */
import { describe, expect, it } from 'vitest'
import { startBench } from '../support.ts'
import { activeSeller, bankAccount, createSeller, give } from './seller.ts'

const bench = await startBench()
const { stripe } = bench

const ONLY_THAT = {
  currently_due: ['external_account'],
  disabled_reason: 'requirements.past_due',
  past_due: ['external_account'],
} as const

/** An account that has given everything but a bank account. */
async function withoutBankAccount(country: string, born?: { year: number }) {
  const individual = born && { dob: { day: 1, month: 1, ...born } }
  const created = await createSeller(bench, country, individual && { individual })
  const due = created.requirements?.currently_due ?? []
  return give(
    bench,
    created,
    due.filter((path) => path !== 'external_account'),
  )
}

describe('without a bank account', () => {
  it.each(['CA', 'DE', 'JP', 'US'])('a seller in %s is verified, and can charge', async (country) => {
    const given = await withoutBankAccount(country)
    expect(given).toMatchObject({
      capabilities: { card_payments: 'pending', transfers: 'pending' },
      charges_enabled: false,
      details_submitted: false,
      payouts_enabled: false,
      requirements: ONLY_THAT,
    })
    expect(given.requirements?.pending_verification).toContain('individual.dob.day')

    await bench.advance(3)
    const due = (await stripe.accounts.retrieve(given.id)).requirements?.currently_due ?? []
    await give(
      bench,
      given,
      due.filter((path) => path !== 'external_account'),
    )
    await bench.advance(3)
    expect(await stripe.accounts.retrieve(given.id)).toMatchObject({
      capabilities: { card_payments: 'active', transfers: 'active' },
      charges_enabled: true,
      details_submitted: false,
      individual: { verification: { status: 'verified' } },
      payouts_enabled: false,
      requirements: { ...ONLY_THAT, pending_verification: [] },
    })

    const paid = await stripe.accounts.update(given.id, { external_account: bankAccount(country) })
    expect(paid).toMatchObject({
      details_submitted: true,
      payouts_enabled: true,
      requirements: { currently_due: [], disabled_reason: null },
    })
  })

  it("the verdict on Stripe's test values comes in the answer", async () => {
    expect(await withoutBankAccount('CA', { year: 1902 })).toMatchObject({
      charges_enabled: true,
      payouts_enabled: false,
      requirements: ONLY_THAT,
    })
  })

  it('a recipient can receive transfers', async () => {
    const created = await createSeller(bench, 'KR', {
      capabilities: { transfers: { requested: true } },
      tos_acceptance: { service_agreement: 'recipient' },
    })
    const due = created.requirements?.currently_due ?? []
    const given = await give(
      bench,
      created,
      due.filter((path) => path !== 'external_account'),
    )
    expect(given).toMatchObject({
      capabilities: { transfers: 'active' },
      charges_enabled: true,
      payouts_enabled: false,
      requirements: {
        ...ONLY_THAT,
        eventually_due: ['external_account', 'individual.verification.document'],
      },
    })
  })

  it('whatever else is past due disables charges, too', async () => {
    const { id } = await activeSeller(bench, 'GB')
    await stripe.accounts.update(id, { external_account: '' as never })
    expect(await stripe.accounts.retrieve(id)).toMatchObject({
      charges_enabled: true,
      requirements: ONLY_THAT,
    })
    await stripe.accounts.update(id, { business_profile: { mcc: '' } })
    await bench.advance(15 * 24 * 60 * 60)
    expect(await stripe.accounts.retrieve(id)).toMatchObject({
      capabilities: { card_payments: 'inactive' },
      charges_enabled: false,
      requirements: { past_due: ['business_profile.mcc', 'external_account'] },
    })
  })
})
