import type Stripe from 'stripe'
import { describe, expect, it } from 'vitest'
import { PNG, startBench } from '../support.ts'
import { activeCompany, completed, createCompany, giveCompany } from './company.ts'

const bench = await startBench()
const { stripe } = bench

const DOCUMENT = 'company.verification.document'
const MATCHING = { day: 1, month: 1, year: 1901 }

type Company = Stripe.AccountUpdateParams.Company

/** An account that gave everything, with this company and its people, before the verdict. */
async function submitted(
  country: string,
  company: Company,
  params: Stripe.AccountCreateParams = {},
): Promise<Stripe.Account> {
  const created = await createCompany(bench, country, params)
  await stripe.accounts.update(created.id, { company })
  for (let round = 0; round < 4; round++) {
    const account = await stripe.accounts.retrieve(created.id)
    const due = account.requirements?.currently_due ?? []
    if (due.length === 0) return account
    if (account.details_submitted) return account
    await giveCompany(bench, account, due)
    for (const { id } of (await stripe.accounts.listPersons(created.id)).data)
      await stripe.accounts.updatePerson(created.id, id, { dob: MATCHING })
  }
  return stripe.accounts.retrieve(created.id)
}

/** The account after the verdict. */
async function verified(
  country: string,
  company: Company,
  params: Stripe.AccountCreateParams = {},
): Promise<Stripe.Account> {
  const { id } = await submitted(country, company, params)
  return reviewed(id)
}

async function reviewed(id: string): Promise<Stripe.Account> {
  await bench.advance(3)
  return stripe.accounts.retrieve(id)
}

async function changed(id: string, company: Company): Promise<Stripe.Account> {
  await stripe.accounts.update(id, { company })
  return reviewed(id)
}

function codes({ requirements }: Stripe.Account): string[] {
  return (requirements?.errors ?? []).map(({ code, requirement }) => `${requirement} ${code}`)
}

async function upload(name: string, purpose: Stripe.FileCreateParams.Purpose = 'additional_verification') {
  return (await stripe.files.create({ purpose, file: { data: PNG, name, type: 'image/png' } })).id
}

const ENABLED = { charges_enabled: true, payouts_enabled: true, requirements: { disabled_reason: null } }
const DISABLED = {
  charges_enabled: false,
  payouts_enabled: false,
  requirements: { disabled_reason: 'requirements.past_due' },
}

describe('the tax id of a company', () => {
  it.each([
    ['000000000', 'company'],
    ['000000001', 'non_profit'],
    ['12-3456789', 'company'],
  ] as const)('%s of a %s matches', async (tax_id, business_type) => {
    expect(await verified('US', { tax_id }, { business_type })).toMatchObject(ENABLED)
  })

  it.each([
    ['US', '111111111', 'verification_failed_tax_id_match'],
    ['US', '111111112', 'verification_failed_tax_id_not_issued'],
    ['US', '222221000', 'verification_failed_keyed_match'],
    ['GB', '11111111', 'verification_failed_tax_id_match'],
    ['JP', '222221000', 'verification_failed_keyed_match'],
  ])('in %s, %s fails with %s, until there is another one or a document', async (country, tax_id, code) => {
    const sent = await submitted(country, { tax_id })
    expect(sent.requirements).toMatchObject({ disabled_reason: 'requirements.pending_verification' })
    expect(sent.requirements?.pending_verification).toContain('company.tax_id')

    const failed = await reviewed(sent.id)
    expect(failed).toMatchObject(DISABLED)
    expect(codes(failed)).toEqual([`company.tax_id ${code}`])
    expect(failed.requirements).toMatchObject({
      currently_due: ['company.tax_id'],
      alternatives: [{ original_fields_due: ['company.tax_id'], alternative_fields_due: [DOCUMENT] }],
    })
    expect(await changed(sent.id, { tax_id: '000000000' })).toMatchObject(ENABLED)

    await changed(sent.id, { tax_id })
    const front = 'file_identity_document_success'
    const proven = await stripe.accounts.update(sent.id, {
      company: { verification: { document: { front } } },
    })
    expect(proven.requirements).toMatchObject({ currently_due: [], pending_verification: ['company.tax_id'] })
    const passed = await reviewed(sent.id)
    expect(passed).toMatchObject(ENABLED)
    expect(passed.requirements).toMatchObject({ alternatives: [], errors: [] })
  })

  it('of twos matches at once', async () => {
    expect(await submitted('US', { tax_id: '222222222' })).toMatchObject(ENABLED)
  })

  it('that no register answers for stays under review', async () => {
    const waiting = await verified('US', { tax_id: '222221005' })
    expect(waiting).toMatchObject({
      capabilities: { transfers: 'pending' },
      payouts_enabled: false,
      requirements: {
        currently_due: [],
        disabled_reason: 'requirements.pending_verification',
        pending_verification: ['company.tax_id'],
      },
    })
    await bench.advance(24 * 60 * 60)
    expect(await stripe.accounts.retrieve(waiting.id)).toEqual(waiting)
    expect(await changed(waiting.id, { tax_id: '000000000' })).toMatchObject(ENABLED)
  })

  it('has a deadline on an account that was active', async () => {
    const { id } = await activeCompany(bench)
    const failed = await changed(id, { tax_id: '111111111' })
    expect(failed).toMatchObject({
      payouts_enabled: true,
      requirements: { currently_due: ['company.tax_id'] },
    })
    expect(failed.requirements?.current_deadline).not.toBeNull()
    await bench.advance(14 * 24 * 60 * 60)
    expect(await stripe.accounts.retrieve(id)).toMatchObject(DISABLED)
  })

  it('of a recipient is compared with nobody’s', async () => {
    const address = { city: 'Capital', line1: 'Harbour 1', postal_code: '01000' }
    const { id } = await createCompany(bench, 'MX', {
      capabilities: { transfers: { requested: true } },
      tos_acceptance: { service_agreement: 'recipient' },
      company: { address, name: 'disallowed_name', phone: '0000000000', tax_id: '111111111' },
    })
    expect(codes(await completed(bench, id))).toEqual([])
  })
})

describe('the name of a company', () => {
  it.each(['match_name_relationships', 'match_name_only'])('%s matches', async (name) => {
    expect(await verified('US', { name })).toMatchObject(ENABLED)
  })

  it('that does not match is mended by another one, or by a document', async () => {
    const failed = await verified('US', { name: 'mismatch_business_name' })
    expect(failed).toMatchObject(DISABLED)
    expect(codes(failed)).toEqual(['company.name verification_failed_name_match'])
    expect(await changed(failed.id, { name: 'match_name_only' })).toMatchObject(ENABLED)
    await changed(failed.id, { name: 'mismatch_business_name' })
    const front = await upload('articles.png')
    expect(await changed(failed.id, { verification: { document: { front } } })).toMatchObject(ENABLED)
  })

  it('that is not allowed is mended by another one only', async () => {
    const failed = await verified('US', { name: 'disallowed_name' })
    expect(codes(failed)).toEqual(['company.name invalid_company_name_denylisted'])
    expect(failed.requirements?.alternatives).toEqual([])
    const front = await upload('articles.png')
    const proven = await changed(failed.id, { verification: { document: { front } } })
    expect(codes(proven)).toEqual(codes(failed))
    expect(await changed(failed.id, { name: 'Fern and Clay' })).toMatchObject(ENABLED)
  })

  it('ends in _high_risk, and the company is held back', async () => {
    expect(await verified('US', { name: 'Fern_high_risk' })).toMatchObject({
      payouts_enabled: false,
      requirements: { currently_due: [], disabled_reason: 'under_review' },
    })
  })
})

describe('the address of a company', () => {
  const at = (line1: string) => ({ address: { line1 } })
  const PAID_NOTHING = {
    capabilities: { card_payments: 'active', transfers: 'active' },
    charges_enabled: true,
    payouts_enabled: false,
  }

  it('that matches enables charges and payouts', async () => {
    expect(await verified('US', at('address_full_match'))).toMatchObject(ENABLED)
  })

  it('with an unknown line 1 enables charges only, until there is another one', async () => {
    const failed = await verified('US', at('address_no_match'))
    expect(failed).toMatchObject({
      ...PAID_NOTHING,
      requirements: {
        currently_due: ['company.address.line1'],
        disabled_reason: 'requirements.past_due',
        past_due: ['company.address.line1'],
      },
    })
    expect(codes(failed)).toEqual(['company.address.line1 invalid_street_address'])

    const sent = await stripe.accounts.update(failed.id, { company: at('address_full_match') })
    expect(sent).toMatchObject({
      ...PAID_NOTHING,
      requirements: { currently_due: [], disabled_reason: 'requirements.pending_verification' },
    })
    expect(await reviewed(failed.id)).toMatchObject(ENABLED)
  })

  it('stops the payouts of an active account, never its charges', async () => {
    const { id } = await activeCompany(bench)
    expect(await changed(id, at('address_no_match'))).toMatchObject(PAID_NOTHING)
    await bench.advance(15 * 24 * 60 * 60)
    expect(await stripe.accounts.retrieve(id)).toMatchObject(PAID_NOTHING)
  })

  it.each([
    ['US', ['city', 'line1', 'postal_code', 'state']],
    ['DE', ['city', 'line1', 'postal_code']],
  ])(
    'in %s that is wrong as a whole enables nothing, and is due in all its parts',
    async (country, parts) => {
      const failed = await verified(country, at('address_line1_no_match'))
      expect(failed).toMatchObject(DISABLED)
      expect(failed.requirements?.currently_due).toEqual(parts.map((part) => `company.address.${part}`))
      expect(codes(failed)).toEqual(
        parts.map((part) => {
          const code = part === 'line1' ? 'invalid_street_address' : 'invalid_address_city_state_postal_code'
          return `company.address.${part} ${code}`
        }),
      )
      const sent = await stripe.accounts.update(failed.id, { company: at('12 Kiln Lane') })
      expect(sent.requirements?.currently_due).toEqual([])
      expect(await reviewed(failed.id)).toMatchObject(ENABLED)
    },
  )

  it('in Japan is judged by its kanji', async () => {
    const failed = await verified('JP', { address_kanji: { line1: 'address_no_match' } })
    expect(codes(failed)).toEqual(['company.address_kanji.line1 invalid_street_address'])
  })

  it('becomes no stricter, as at Stripe', async () => {
    const { id } = await verified('US', at('address_line1_no_match'))
    expect(await changed(id, at('address_no_match'))).toMatchObject(PAID_NOTHING)
    expect(await changed(id, at('address_line1_no_match'))).toMatchObject(PAID_NOTHING)
    expect(await changed(id, at('address_full_match'))).toMatchObject(ENABLED)
    expect(await changed(id, at('address_no_match'))).toMatchObject(ENABLED)
  })
})

describe('the document of a company', () => {
  it.each([
    ['articles-expired.png', 'expired', 'document_expired'],
    ['blurry.png', 'not_readable', 'document_not_readable'],
    ['name_mismatch.png', 'name_mismatch', 'document_failed_other'],
    ['file_identity_document_failure', 'failed_other', 'document_failed_other'],
  ])(
    '%s fails with verification_document_%s, until there is a good one',
    async (name, fault, details_code) => {
      const front = name.startsWith('file_') ? name : await upload(name)
      const failed = await verified('DE', { tax_id: '111111111', verification: { document: { front } } })
      expect(failed).toMatchObject({
        ...DISABLED,
        company: { verification: { document: { front, details: expect.any(String), details_code } } },
      })
      expect(codes(failed)).toEqual([`${DOCUMENT} verification_document_${fault}`])

      const good = { front: await upload('articles.png') }
      const sent = await stripe.accounts.update(failed.id, { company: { verification: { document: good } } })
      expect(sent.requirements).toMatchObject({ currently_due: [], pending_verification: [DOCUMENT] })
      expect(sent.company?.verification?.document).toMatchObject({
        ...good,
        details: null,
        details_code: null,
      })
      expect(await reviewed(failed.id)).toMatchObject(ENABLED)
    },
  )

  it('that was uploaded for something else is refused', async () => {
    const { id } = await createCompany(bench)
    const front = await upload('articles.png', 'identity_document')
    const company = { verification: { document: { front } } }
    await expect(stripe.accounts.update(id, { company })).rejects.toMatchObject({
      statusCode: 400,
      param: 'company[verification][document][front]',
    })
  })
})

describe('a document of an account', () => {
  it.each([
    ['file_relationship_document_invalid', 'verification_document_invalid'],
    ['file_relationship_document_mismatch', 'verification_document_name_mismatch'],
    ['file_relationship_document_invalid_signer', 'invalid_signator'],
    ['licence-expired.png', 'verification_document_expired'],
  ])('%s fails with %s, until there is a good one', async (name, code) => {
    const { id } = await activeCompany(bench, 'AE')
    const give = async (file: string) => {
      const documents = { company_license: { files: [file] } }
      const { requirements } = await stripe.accounts.update(id, { documents })
      expect(requirements?.pending_verification).not.toEqual([])
      return reviewed(id)
    }
    const failed = await give(name.startsWith('file_') ? name : await upload(name, 'account_requirement'))
    expect(failed.requirements?.currently_due).toEqual(['documents.company_license.files'])
    expect(codes(failed)).toEqual([`documents.company_license.files ${code}`])
    expect(codes(await give('file_relationship_document_success'))).toEqual([])
  })
})
