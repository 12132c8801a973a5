import { describe, expect, it } from 'vitest'
import { countrySpec } from '../../../src/offline-stripe/countries/index.ts'
import { someCountries } from '../../support/breadth.ts'
import { startBench } from '../support.ts'
import { createSeller, give } from './seller.ts'

const bench = await startBench()

/** The last four digits of the number do at first. */
const LATER_IN_THE_US = ['individual.id_number', 'individual.verification.document']

describe('an individual in every country', () => {
  it.each(someCountries)('%s: owes what the country asks, gives it, and is paid', async (country) => {
    const created = await createSeller(bench, country)
    const minimum = countrySpec(country)?.verification_fields.individual.minimum ?? []
    const atFirst = minimum.filter((path) => country !== 'US' || !LATER_IN_THE_US.includes(path))
    const asked = created.requirements?.currently_due ?? []
    expect([...asked, 'business_type'].length).toBe(atFirst.length)
    expect(created).toMatchObject({
      payouts_enabled: false,
      charges_enabled: false,
      details_submitted: false,
    })

    const submitted = await give(bench, created, asked)
    expect(submitted.requirements).toMatchObject({
      currently_due: [],
      disabled_reason: 'requirements.pending_verification',
    })
    expect(submitted.details_submitted).toBe(true)
    expect(submitted.requirements?.pending_verification).not.toEqual([])

    await bench.advance(3)
    const judged = await bench.stripe.accounts.retrieve(created.id)
    const due = judged.requirements?.currently_due ?? []
    if (due.length > 0) {
      expect(due).toEqual(['individual.verification.document'])
      expect(judged).toMatchObject({
        payouts_enabled: false,
        requirements: { current_deadline: null, disabled_reason: 'requirements.past_due', past_due: due },
      })
      await give(bench, judged, due)
      await bench.advance(3)
    }
    const active = await bench.stripe.accounts.retrieve(created.id)
    expect(active.requirements).toMatchObject({
      currently_due: [],
      pending_verification: [],
      disabled_reason: null,
    })
    expect(active).toMatchObject({
      payouts_enabled: true,
      charges_enabled: true,
      capabilities: { card_payments: 'active', transfers: 'active' },
      individual: { verification: { status: 'verified' } },
    })
  })
})
