/** The tables of the contract hold every route, page and error code of the earlier module, and fit what the module declares. */
import { describe, expect, test } from 'vitest'
import { routes } from '../../../src/features.ts'
import { jsonSchema } from '../../../src/web/json-schema.ts'
import { PAGES } from './pages.ts'
import { idOf, ROUTES } from './walk-routes.ts'

const named = (names: string) => names.trim().split(/\s+/)

const OF_ACCOUNTS = `
  account_holder_name account_holder_type accountid address_country address_state business_profile_mcc business_profile_url
  business_type company-director company-executive company-owner company_address_country company_address_state
  company_business_vat_id_number company_registration_number company_tax_id country countryid currency`
const OF_PEOPLE = `
  dob_day dob_month dob_year email id_number individual_address_country individual_address_state individual_dob_day
  individual_dob_month individual_dob_year individual_gender individual_id_number individual_ssn_last_4 payment-details payoutid
  person personid reason registration relationship_percent_ownership relationship_title selection ssn_last_4 stripe-account
  stripeid token individual_phone company_address_kana_city company_address_kana_town`
const OF_BANKS = named(`account_number bank_code branch_code bsb_number clearing_code iban institution_number
  routing_number sort_code transit_number`).map((number) => `external_account.${number}`)

/** All but `invalid-account`, which is answered as if there were none, and `unknown-error`, which says nothing. */
const CODES = [...named(OF_ACCOUNTS), ...named(OF_PEOPLE), ...OF_BANKS].map((name) => `invalid-${name}`)

test('there are 34 routes and 23 pages', () => {
  expect(new Set(ROUTES.map(({ method, path }) => `${method} ${path}`)).size).toBe(34)
  expect(new Set(PAGES.map(({ path }) => path)).size).toBe(23)
})

test('every code is provoked', () => {
  const provoked = new Set(ROUTES.flatMap((route) => (route.refusals ?? []).map(({ code }) => code)))
  for (const route of ROUTES) provoked.add(`invalid-${idOf(route)}`)
  expect(CODES).toHaveLength(58)
  expect(CODES.filter((code) => !provoked.has(code))).toEqual([])
})

describe.each(ROUTES.map((route) => [route.method, route.path, route] as const))(
  '%s /api/%s',
  (method, path, route) => {
    const declared = routes.find(
      (one) => one.kind === 'api' && one.method === method && one.path === `/api/${path}`,
    )

    test('declares the parameters of the contract, and requires no other', () => {
      if (declared?.kind !== 'api') throw new TypeError('there is no such route')
      const query = jsonSchema(declared.query, 'input')
      for (const name of route.query) {
        const plain = name.replace('*', '')
        expect(Object.keys(query.properties ?? {}), name).toContain(plain)
        expect(query.required?.includes(plain) === true, name).toBe(name.endsWith('*'))
      }
      const required = (query.required ?? []).filter((name) => !route.query.includes(`${name}*`))
      expect(required).toEqual([])
      if (!route.body) return
      const body = declared.body ? jsonSchema(declared.body, 'input') : {}
      expect(Object.keys(body.properties ?? {})).toEqual(expect.arrayContaining([...route.body]))
      for (const name of body.required ?? []) expect(route.body).toContain(name)
    })

    test('declares every code that is provoked', () => {
      if (declared?.kind !== 'api') throw new TypeError('there is no such route')
      const inputs = [...Object.keys(declared.query.shape), ...(route.body ?? [])].map(
        (name) => `invalid-${name}`,
      )
      const isOpen = declared.errors.includes('invalid-<requirement>')
      for (const { code } of route.refusals ?? [])
        if (!isOpen) expect([...declared.errors, ...inputs], code).toContain(code)
    })
  },
)

test.each(PAGES.map((page) => [page.path, page] as const))(
  'the page %s takes a form where the contract says so',
  (path, page) => {
    const declared = routes.find((one) => one.kind === 'page' && one.path === path)
    if (declared?.kind !== 'page') throw new TypeError('there is no such page')
    expect(declared.audience).toBe(page.role === 'administrator' ? 'administrator' : 'user')
    // A page may have a form that the earlier module had not.
    if (page.form) expect(declared.takesForm).toBe(true)
  },
)
