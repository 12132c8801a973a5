import { existsSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { COUNTRIES, countrySpec, countrySpecs } from '../../../src/offline-stripe/countries/index.ts'

const recorded = fileURLToPath(new URL('../../../../shared/stripe/country-specs.json', import.meta.url))

describe('country specs', () => {
  it('serve 41 countries, each under its own code', () => {
    expect(COUNTRIES).toHaveLength(41)
    expect(countrySpecs().map((spec) => spec.id)).toEqual(COUNTRIES)
  })

  it('know nothing of a country that is not served', () => {
    expect(countrySpec('ZZ')).toBeUndefined()
  })

  it.each(COUNTRIES)('%s can be paid in its own currency at home', (country) => {
    const spec = countrySpec(country)
    const currency = spec?.default_currency ?? ''
    expect(spec?.supported_bank_account_currencies[currency]).toContain(country)
    expect(spec?.supported_payment_currencies[0]).toBe(currency)
    expect(spec?.supported_transfer_countries).toContain(country)
  })

  const facts = existsSync(recorded) ? Object.entries(JSON.parse(readFileSync(recorded, 'utf8'))) : []
  it.skipIf(facts.length === 0).each(facts)('%s says what Stripe was recorded to say', (country, fact) => {
    const { default_currency, supported_bank_account_currencies, verification_fields } =
      countrySpec(country) ?? {}
    expect({ default_currency, supported_bank_account_currencies, verification_fields }).toEqual(fact)
  })
  if (facts.length === 0)
    process.stderr.write('country-specs.test: ../shared/stripe is absent, not compared\n')
})
