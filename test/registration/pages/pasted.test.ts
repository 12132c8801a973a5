/** What is pasted into a field comes to the check whole: cut off by the browser, it would be another answer. */
import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { COUNTRIES, countrySpec } from '../../../src/offline-stripe/countries/index.ts'
import { viewsDirectory } from '../../../src/web/assets.ts'
import { answer, sent } from '../reading.ts'
import { accountWith, atTheDesk, opened } from '../support.ts'
import { type Gallery, startGallery } from './gallery.ts'
import { viewFixtures } from './view-fixtures.ts'

let gallery: Gallery
beforeAll(async () => {
  gallery = await startGallery()
})
afterAll(() => gallery.close())

/** A search finds nothing with a longer text. */
const SEARCHES = /<input type="search"[^>]*>/g

test('no input of the form has a length, in any country', () => {
  const { view, data } = viewFixtures['edit-every-kind'] ?? { view: '', data: {} }
  for (const country of COUNTRIES) {
    const { minimum = [], additional = [] } = countrySpec(country)?.verification_fields.individual ?? {}
    const { steps } = opened(atTheDesk(), accountWith({ country, due: minimum, later: additional }))
    for (const step of steps.filter(({ kind }) => kind === 'form')) {
      const html = gallery.draw({ view, data: { ...data, step } })
      expect(html).toContain('<input')
      expect([country, step.id, html.match(/maxlength="\d+"/g)]).toEqual([country, step.id, null])
    }
  }
})

test('no input of any page has a length, apart from searches', () => {
  const templates = readdirSync(viewsDirectory, { recursive: true, encoding: 'utf8' })
  for (const name of templates.filter((file) => file.endsWith('.hbs'))) {
    const html = readFileSync(path.join(viewsDirectory, name), 'utf8').replace(SEARCHES, '')
    expect([name, html.includes('maxlength')]).toEqual([name, false])
  }
})

test('so the check speaks of what is too much', () => {
  const said = (values: Record<string, string>, country: string) =>
    answer(values, { country }).problems.map(({ message }) => message)
  expect(said({ individual_ssn_last_4: '123456789' }, 'US')).toEqual([
    'Enter the last 4 digits of your Social Security number',
  ])
  const date = { individual_dob_day: ' 27 ', individual_dob_month: ' 03', individual_dob_year: ' 1985 ' }
  expect(sent(date, { country: 'US' })).toEqual({ day: 27, month: 3, year: 1985 })
  expect(said({ ...date, individual_dob_year: '19855' }, 'US')).toEqual([
    'The year in your date of birth must have 4 digits',
  ])
  expect(said({ individual_address_postal_code: `SW1A 1AA${'1'.repeat(20)}` }, 'GB')).toHaveLength(1)
  expect(said({ settings_payments_statement_descriptor: 'A'.repeat(23) }, 'US')).toHaveLength(1)
})
