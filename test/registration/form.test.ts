import { describe, expect, test } from 'vitest'
import { COUNTRIES, countrySpec } from '../../src/offline-stripe/countries/index.ts'
import { accountWith, atTheDesk, fieldOf, fieldsOf, opened } from './support.ts'

const context = atTheDesk()
const labels = (country: string, due: string[]) =>
  fieldsOf(context, { stripeObject: accountWith({ country, due }) }).map(({ label }) => label)

const ADDRESS = ['line1', 'city', 'state', 'postal_code'].map((part) => `individual.address.${part}`)

describe('the form', () => {
  test('asks what is due, in the steps that a person recognises', () => {
    const account = accountWith({
      country: 'GB',
      due: [
        ...['business_profile.mcc', 'business_profile.url', 'external_account', 'individual.address.line1'],
        ...['individual.first_name', 'individual.dob.day', 'individual.dob.month', 'individual.dob.year'],
        ...['tos_acceptance.date', 'business_type'],
      ],
      later: ['individual.verification.document'],
    })
    const steps = opened(context, account).steps
    expect(steps.map(({ id, complete }) => [id, complete])).toEqual([
      ['about-you', false],
      ['address', false],
      ['document', true],
      ['business', false],
      ['bank-account', false],
      ['at-stripe', false],
      ['review', false],
    ])
    const [aboutYou] = steps
    expect(aboutYou?.groups[0]?.fields.map(({ name, kind }) => [name, kind])).toEqual([
      ['individual_first_name', 'text'],
      ['individual_dob', 'date'],
    ])
  })

  test('offers a document that may be asked for later, and says that it can be left out', () => {
    const stripeObject = accountWith({ country: 'GB', later: ['individual.verification.document'] })
    const field = fieldOf(context, { stripeObject }, 'individual_verification_document')
    expect(field?.required).toBe(false)
    expect(field?.hint).toContain('Not needed now')
    expect(field?.accept).toEqual(['image/jpeg', 'image/png', 'application/pdf'])
  })

  test('shows what was given, and of secrets only that they were', () => {
    const stripeObject = accountWith({
      country: 'US',
      rest: {
        individual: {
          first_name: 'Maya',
          dob: { day: 4, month: 7, year: 1986 },
          id_number_provided: true,
          ssn_last_4_provided: true,
          verification: { document: { front: 'file_1', back: null } },
        },
        business_profile: { mcc: '5942' },
      },
    })
    const field = (name: string) => fieldOf(context, { stripeObject }, name)
    expect(field('individual_first_name')).toMatchObject({ value: 'Maya', required: true, provided: false })
    expect(field('individual_dob')?.parts).toEqual({ day: '4', month: '7', year: '1986' })
    expect(field('individual_id_number')).toMatchObject({ value: '', provided: true })
    expect(field('individual_ssn_last_4')).toBeUndefined()
    expect(field('individual_verification_document')).toMatchObject({ value: '', provided: true })
    expect(field('business_profile_mcc')?.value).toBe('Books (book shops)')
  })

  test('shows a phone number in groups, with the prefix of its country', () => {
    const phone = (stored: string) => {
      const rest = { individual: { phone: stored } }
      const stripeObject = accountWith({ country: 'GB', due: ['individual.phone'], rest })
      return fieldOf(context, { stripeObject }, 'individual_phone')?.value
    }
    expect(phone('+4930901820')).toBe('+49 30 901820')
    expect(phone('+14155552671')).toBe('+1 415 555 2671')
    expect(phone('0000000000')).toBe('0000000000')
  })

  test.each([
    ['US', ['month', 'day', 'year'], '3 27 1985'],
    ['GB', ['day', 'month', 'year'], '27 3 1985'],
    ['CH', ['day', 'month', 'year'], '27 3 1985'],
    ['JP', ['year', 'month', 'day'], '1985 3 27'],
  ])('orders the boxes of a date as %s writes one', (country, order, example) => {
    const stripeObject = accountWith({ country, due: ['individual.dob.day'] })
    const birth = fieldOf(context, { stripeObject }, 'individual_dob')
    expect(birth?.order).toEqual(order)
    expect(birth?.hint).toContain(example)
  })

  test('asks for a name first, in whichever scripts the country writes it', () => {
    const stripeObject = accountWith({
      country: 'JP',
      due: ['individual.first_name_kana', 'individual.first_name_kanji', 'individual.email'],
    })
    const [step] = opened(context, stripeObject).steps
    expect(step?.groups.map(({ fields }) => fields[0]?.name)).toEqual([
      'individual_first_name_kanji',
      'individual_first_name_kana',
      'individual_email',
    ])
  })

  test('asks for the last four digits only where the whole number is not asked for', () => {
    const last4 = accountWith({
      country: 'US',
      due: ['individual.ssn_last_4'],
      later: ['individual.id_number'],
    })
    expect(fieldOf(context, { stripeObject: last4 }, 'individual_ssn_last_4')?.required).toBe(true)
    expect(fieldOf(context, { stripeObject: last4 }, 'individual_id_number')?.required).toBe(false)
    const whole = accountWith({ country: 'US', due: ['individual.ssn_last_4', 'individual.id_number'] })
    expect(fieldOf(context, { stripeObject: whole }, 'individual_ssn_last_4')).toBeUndefined()
  })

  test('takes a description where only a web address is asked for', () => {
    const stripeObject = accountWith({ country: 'GB', due: ['business_profile.url'] })
    expect(fieldOf(context, { stripeObject }, 'business_profile_url')?.required).toBe(false)
    expect(fieldOf(context, { stripeObject }, 'business_profile_product_description')?.required).toBe(false)
    const both = accountWith({
      country: 'US',
      due: ['business_profile.url', 'business_profile.product_description'],
    })
    expect(fieldsOf(context, { stripeObject: both }).map(({ required }) => required)).toEqual([true, true])
  })

  test('offers what resolves a requirement instead', () => {
    const account = accountWith({
      country: 'US',
      due: ['individual.id_number'],
      alternatives: [
        {
          original_fields_due: ['individual.id_number'],
          alternative_fields_due: ['individual.verification.document'],
        },
      ],
    })
    expect(opened(context, account).steps.map(({ id }) => id)).toContain('document')
    expect(fieldOf(context, { stripeObject: account }, 'individual_id_number')?.required).toBe(false)
  })

  test('shows a requirement that is new to us under its own name, and logs it', () => {
    // Names that no other test uses: each is logged once in a process, and test files share one.
    const desk = atTheDesk()
    const account = accountWith({
      country: 'GB',
      due: ['individual.hat_size', 'documents.new_kind.files', 'future.thing'],
    })
    const fields = fieldsOf(desk, { stripeObject: account })
    expect(fields.map(({ name, kind, label }) => [name, kind, label])).toEqual([
      ['individual_hat_size', 'text', 'individual, hat size'],
      ['documents_new_kind_files', 'files', 'documents, new kind, files'],
      ['future_thing', 'text', 'future, thing'],
    ])
    expect(desk.log.warn).toHaveBeenCalledWith(
      {
        stripeid: 'acct_test',
        requirements: ['individual.hat_size', 'documents.new_kind.files', 'future.thing'],
      },
      expect.any(String),
    )
  })

  test.each(COUNTRIES)('has words for all that is asked of an individual in %s', (country) => {
    const { minimum = [], additional = [] } = countrySpec(country)?.verification_fields.individual ?? {}
    const account = accountWith({ country, due: minimum, later: additional })
    const { questions } = opened(context, account).asked
    expect(questions.filter(({ unmapped }) => unmapped)).toEqual([])
  })

  test('asks what Stripe announced for a day, but not what it only thinks of', () => {
    const account = accountWith({ country: 'GB', announced: ['individual.email'], deadline: 1_800_000_000 })
    expect(fieldsOf(context, { stripeObject: account }).map(({ name }) => name)).toEqual(['individual_email'])
    expect(opened(context, account).steps[0]).toMatchObject({ id: 'about-you', attention: true })
  })

  test('knows an individual by the id of their person as well', () => {
    const stripeObject = accountWith({
      country: 'GB',
      due: ['person_1.email'],
      rest: { individual: { id: 'person_1' } },
    })
    expect(fieldsOf(context, { stripeObject }).map(({ name }) => name)).toEqual(['individual_email'])
  })

  test('leaves the people of a company to their own forms', () => {
    const stripeObject = accountWith({
      country: 'GB',
      due: ['company.name', 'company.owners_provided', 'representative.first_name', 'person_9.email'],
    })
    expect(fieldsOf(context, { stripeObject }).map(({ name }) => name)).toEqual(['company_name'])
  })
})

test('the last digits of a number and the whole number each say that the other will do', () => {
  const account = accountWith({
    country: 'US',
    due: ['individual.ssn_last_4'],
    later: ['individual.id_number'],
  })
  const instead = (name: string) => fieldOf(context, { stripeObject: account }, name)?.instead
  expect(instead('individual_ssn_last_4')).toBe('Social Security number')
  expect(instead('individual_id_number')).toBe('Last 4 digits of your Social Security number')
})

test('what is missing after submitting is marked and named, and nothing else', () => {
  const due = ['individual.id_number']
  const rest = { details_submitted: true, individual: { first_name: 'Anna' } }
  const account = accountWith({ country: 'DE', due, rest })
  const field = (name: string) => fieldOf(context, { stripeObject: account }, name)
  expect(field('individual_id_number')).toMatchObject({
    label: 'Tax identification number (Steuer-ID)',
    hint: expect.stringMatching(/^Stripe needs this now\. It looks like 86 095 742 719\./),
  })
  expect(field('individual_first_name')?.hint).not.toContain('needs this now')
  const first = accountWith({ country: 'DE', due })
  expect(fieldOf(context, { stripeObject: first }, 'individual_id_number')?.hint).toMatch(/^It looks like/)
})

describe('what Stripe refused', () => {
  const refused = (code: string, requirement = 'individual.verification.document') =>
    accountWith({
      country: 'GB',
      due: [requirement],
      errors: [{ code, reason: 'As Stripe says.', requirement }],
    })

  test('is told at the field, in words that say what to do', () => {
    const account = refused('verification_document_expired')
    const field = fieldOf(context, { stripeObject: account }, 'individual_verification_document')
    expect(field?.error).toBe('The document has expired. Upload a valid one.')
    expect(opened(context, account).steps.find(({ id }) => id === 'document')?.attention).toBe(true)
  })

  test('is told in its own words where the code is new', () => {
    const field = fieldOf(context, { stripeObject: refused('brand_new') }, 'individual_verification_document')
    expect(field?.error).toBe('As Stripe says.')
  })

  test('of a date is told at the date', () => {
    const account = refused('invalid_dob_age_under_18', 'individual.dob.year')
    const field = fieldOf(context, { stripeObject: account }, 'individual_dob')
    expect(field?.error).toContain('18')
    expect(field?.wrongParts).toEqual({ day: true, month: true, year: true })
  })
})

describe('an attempt', () => {
  const account = accountWith({
    country: 'US',
    due: ['individual.first_name', 'individual.id_number', 'individual.email'],
    errors: [{ code: 'information_missing', reason: '', requirement: 'individual.first_name' }],
    rest: { individual: { email: 'old@example.com' } },
  })

  test('is shown with everything that was typed, and with its own mistakes only', () => {
    const [step] = opened(context, account, {
      values: { individual_first_name: 'M', individual_id_number: '12', individual_email: '' },
      problems: [{ code: 'invalid-individual_id_number', field: 'individual_id_number', message: 'Wrong.' }],
    }).steps
    expect(step?.groups[0]?.fields.map(({ name, value, error }) => [name, value, error])).toEqual([
      ['individual_first_name', 'M', undefined],
      ['individual_email', '', undefined],
      ['individual_id_number', '12', 'Wrong.'],
    ])
  })
})

describe('an address is written as the country writes it', () => {
  test.each([
    ['US', ['Street address', 'Flat, floor or building', 'City', 'State', 'ZIP code']],
    ['GB', ['Street address', 'Flat, floor or building', 'Town or city', 'Postcode', 'State']],
    ['DE', ['Street address', 'Flat, floor or building', 'Postal code (PLZ)', 'City', 'State']],
    ['HU', ['City', 'Street address', 'Flat, floor or building', 'Postal code', 'State']],
    ['IE', ['Street address', 'Flat, floor or building', 'Town or city', 'County', 'Eircode']],
    ['CA', ['Street address', 'Flat, floor or building', 'City', 'Province or territory', 'Postal code']],
  ])('in %s', (country, expected) => {
    expect(labels(country, ADDRESS)).toEqual(expected)
  })

  test('with its subdivisions as choices', () => {
    const state = (country: string) => {
      const stripeObject = accountWith({ country, due: ['individual.address.state'] })
      return fieldOf(context, { stripeObject }, 'individual_address_state')
    }
    expect(state('US')?.options).toContainEqual({ value: 'CA', label: 'California' })
    expect(state('US')?.options).toHaveLength(52)
    expect(state('IN')?.options).toContainEqual({ value: 'KA', label: 'Karnataka' })
    expect(state('AE')?.options.map(({ value }) => value)).toContain('Dubai')
    expect(state('IE')?.options).toHaveLength(26)
    expect(state('DE')).toMatchObject({ kind: 'text', options: [] })
  })

  test('a value that Stripe has and the list has not stays a choice', () => {
    const stripeObject = accountWith({
      country: 'US',
      rest: { individual: { address: { line1: '1 Main St', state: 'Calif.' } } },
    })
    const state = fieldOf(context, { stripeObject }, 'individual_address_state')
    expect(state?.value).toBe('Calif.')
    expect(state?.options[0]).toEqual({ value: 'Calif.', label: 'Calif.' })
  })

  test('in Japan twice, in kanji and in kana', () => {
    const parts = ['line1', 'town', 'city', 'state', 'postal_code']
    const due = ['kana', 'kanji'].flatMap((script) =>
      parts.map((part) => `individual.address_${script}.${part}`),
    )
    const step = opened(context, accountWith({ country: 'JP', due })).steps.find(({ id }) => id === 'address')
    expect(step?.groups.map(({ legend }) => legend)).toEqual(['In kanji', 'In katakana'])
    expect(step?.groups.map(({ fields }) => fields[0]?.lang)).toEqual(['ja', 'ja-Kana'])
    expect(step?.groups[0]?.fields.map(({ name }) => name.split('_').slice(3).join('_'))).toEqual([
      ...['postal_code', 'state', 'city', 'town', 'line1', 'line2'],
    ])
    expect(step?.groups[1]?.fields[1]?.options).toContainEqual({
      value: 'トウキョウト',
      label: 'トウキョウト (Tokyo)',
    })
  })
})

test('names are asked in the order in which the country writes them', () => {
  const names = (country: string, suffixes: string[]) =>
    labels(
      country,
      suffixes.flatMap((suffix) => ['first', 'last'].map((part) => `individual.${part}_name${suffix}`)),
    )
  expect(names('GB', [''])).toEqual(['First name', 'Last name'])
  expect(names('HU', [''])).toEqual(['Last name', 'First name'])
  expect(names('JP', ['_kanji', '_kana'])).toEqual(['Last name', 'First name', 'Last name', 'First name'])
})

test('a website and a description of which one is enough are not called optional, but each names the other', () => {
  const field = (name: string, rest: Record<string, unknown> = {}) =>
    fieldOf(
      context,
      { stripeObject: accountWith({ country: 'GB', due: ['business_profile.url'], rest }) },
      `business_profile_${name}`,
    )
  expect(field('url')).toMatchObject({ required: false, instead: 'Describe what you sell' })
  expect(field('product_description')).toMatchObject({ required: false, instead: 'Website' })
  const answered = { business_profile: { product_description: 'Bowls' } }
  expect(field('url', answered)).toMatchObject({ required: true, instead: undefined })
})

test('legal forms are those that the country has', () => {
  const forms = (country: string, structure?: string) => {
    const account = {
      country,
      due: ['company.structure'],
      ...(structure && { rest: { company: { structure } } }),
    }
    const field = fieldOf(context, { stripeObject: accountWith(account) }, 'company_structure')
    return field?.options.map(({ value }) => value) ?? []
  }
  const emirates = ['sole_establishment', 'free_zone_establishment', 'free_zone_llc', 'llc']
  expect(forms('AE')).toEqual(emirates)
  expect(forms('US')).toContain('sole_proprietorship')
  expect(forms('US').filter((form) => emirates.includes(form))).toEqual([])
  expect(forms('US', 'llc'), 'what Stripe has stays a choice').toContain('llc')
})
