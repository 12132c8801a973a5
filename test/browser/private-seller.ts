/** A seller in France whose answers go from the browser to Stripe alone, and what they type. */
import type { Page } from 'playwright-core'
import { expect } from 'vitest'
import type { Recorder } from '../support/recorder.ts'
import { type Answers, answer, completeSteps, send } from './seller.ts'

export const FRANCE: Answers = {
  business_profile_mcc: 'Arts and crafts: pottery, ceramics, candles, knitting, woodwork',
  business_profile_url: 'https://pottery.example.com',
  business_profile_product_description: 'Hand-thrown bowls and mugs',
  first_name: 'Élodie-Marguerite',
  last_name: 'Beauharnais',
  dob_day: '14',
  dob_month: '9',
  dob_year: '1983',
  email: 'elodie.beauharnais@example.com',
  phone: '06 12 34 56 78',
  address_line1: '17 rue des Potiers',
  address_city: 'Montreuil-Bellay',
  address_postal_code: '49260',
  iban: 'FR89 3704 0044 0532 0130 00',
  account_holder_name: 'Élodie Beauharnais',
  verification_document_front: 'carte-identite-recto.png',
  verification_document_back: 'carte-identite-verso.png',
  verification_additional_document_front: 'facture-edf.png',
}

/** What somebody types who registers a company, besides what they type about its people. */
const FRENCH_COMPANY: Answers = {
  ...FRANCE,
  company_name: 'Faïencerie Beauharnais',
  company_structure: 'private_company',
  company_tax_id: '732829320',
  company_vat_id: 'FR83404833048',
  company_phone: '01 23 45 67 89',
  company_address_line1: '99 quai de la Faïence',
  company_address_city: 'Gien-sur-Loire',
  company_address_postal_code: '45500',
  account_holder_name: 'Faïencerie Beauharnais',
}

/** Parts of what was typed, or made of it, that are long enough to be found by no accident. */
const TELLING = [
  ...['Élodie', 'Marguerite', 'Beauharnais', 'elodie.', '0612345678', '06 12 34 56 78', '+33612345678'],
  ...['rue des Potiers', 'Montreuil', '49260', 'FR89', '3704 0044', '370400440532', 'identite-', 'edf.png'],
  ...['Faïencerie', '732829320', 'FR83404833048', '123456789', '01 23 45', 'quai de la', 'Gien', '45500'],
  ...['Céramiste', 'JPEG', 'IHDR', '1983'],
]

/** Expects that the host got nothing of what the seller typed about themselves, and tokens in place of it. */
export function expectTokensAlone(recorder: Recorder): void {
  const sent = recorder.sent()
  expect(TELLING.filter((part) => sent.includes(part))).toEqual([])
  expect(sent).toMatch(/\btoken=ct_/)
  expect(sent).toMatch(/\btoken=btok_/)
  expect(sent).not.toMatch(/\b(?:individual|company|relationship|dob|address|account_holder)_?\w*=/)
}

/** From the form that starts a registration to the page that says how it is. */
export async function registerPrivately(page: Page, type: 'individual' | 'company'): Promise<void> {
  await page.selectOption('#country', 'FR')
  if (type === 'company') await page.check('[value="company"]')
  await send(page)
  if (type === 'individual') await completeSteps(page, FRANCE)
  else await completeCompany(page)
  await page.check('#consent')
  await send(page)
  await page.waitForURL(/\/account\/connect\/stripe-account\?/)
}

const DIRECTOR: Answers = { ...FRANCE, relationship_title: 'Céramiste', relationship_percent_ownership: '60' }

/** The steps of a company: one person is everything in it. */
async function completeCompany(page: Page): Promise<void> {
  for (let pages = 0; !page.url().includes('/submit-stripe-account'); pages += 1) {
    expect(pages, `the steps do not end: ${page.url()}`).toBeLessThan(15)
    if (new URL(page.url()).pathname.endsWith('/persons')) await completePeople(page)
    else await answer(page, FRENCH_COMPANY)
    expect(await page.locator('.error').allTextContents(), page.url()).toEqual([])
  }
}

async function completePeople(page: Page): Promise<void> {
  await page.click('a[href*="/create-person"]')
  await page.waitForURL(/\/create-person/)
  for (const role of ['representative', 'owner', 'director', 'executive']) {
    const box = page.locator(`#relationship_${role}`)
    if ((await box.count()) > 0) await box.check()
  }
  await answer(page, DIRECTOR)
  await answer(page, DIRECTOR)
  for (const group of ['owners', 'directors', 'executives']) {
    const link = page.locator(`a[href*="/submit-company-${group}"]`)
    if ((await link.count()) === 0) continue
    await link.click()
    await page.waitForURL(/\/submit-company-/)
    await page.click('#submit-button')
    await page.waitForURL(/\/persons\?/)
  }
  await page.click('#main p.form-end a.btn:not(.plain)')
  await page.waitForURL((url) => !url.pathname.endsWith('/persons'))
}
