/** A company with four people, one of whom fills in their own part by invitation, from registering to being paid. */
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import {
  expectAccessible,
  expectFits,
  launchChromium,
  noChromium,
  openPage,
  screenshot,
} from '../support/chromium.ts'
import { type Marketplace, serverFile, startMarketplace } from '../support/marketplace.ts'
import { BRAZIL, GERMANY, JAPAN, UNITED_KINGDOM, UNITED_STATES } from './answers.ts'
import { type Answers, answer, register, send, turns } from './seller.ts'

/** Stripe finds this one without a document. @see https://docs.stripe.com/connect/testing#test-dobs */
const BORN: Answers = { dob_day: '1', dob_month: '1', dob_year: '1901' }

const PEOPLE = [
  { roles: ['representative', 'executive'], title: 'Managing director', share: '' },
  { roles: ['owner'], title: 'Owner', share: '50' },
  { roles: ['director', 'executive'], title: 'Director', share: '10', invited: 'Ana Silva' },
  { roles: ['owner', 'executive'], title: 'Finance director', share: '40' },
]

let marketplace: Marketplace
let browser: Browser

/** A company on its way, in one country. */
class Registering {
  readonly #page: Page
  readonly #answers: Answers
  #pages = 0

  constructor(page: Page, answers: Answers) {
    this.#page = page
    this.#answers = answers
  }

  async look(page = this.#page): Promise<void> {
    this.#pages += 1
    await screenshot(page, `company-${this.#answers.company_country}-${String(this.#pages).padStart(2, '0')}`)
    await expectFits(page)
  }

  /** Goes through the steps, up to the page that asks for consent. */
  async completeSteps(): Promise<void> {
    for (let steps = 0; !this.#page.url().includes('/submit-stripe-account'); steps += 1) {
      const before = this.#page.url()
      if (before.includes('/persons?')) await this.#namePeople()
      else await answer(this.#page, this.#answers)
      const refused = await this.#page.locator('.error').allTextContents()
      expect(refused, `refused at ${before}`).toEqual([])
      expect(steps, `the steps do not end: ${this.#page.url()}`).toBeLessThan(12)
      await this.look()
    }
  }

  async #namePeople(): Promise<void> {
    for (const person of PEOPLE) await this.#name(person)
    for (;;) {
      const open = this.#page.locator('.steps-state a.row-link').first()
      if ((await open.count()) === 0) break
      await open.click()
      await this.look()
      await send(this.#page)
    }
    await this.look()
    await this.#page.click('.form-end a.btn:not(.plain)')
    await this.#page.waitForLoadState('domcontentloaded')
  }

  async #name({ roles, title, share, invited }: (typeof PEOPLE)[number]): Promise<void> {
    const page = this.#page
    await page.click('#add-person')
    await page.waitForURL(/create-person/)
    const boxes = page.locator('input[type=checkbox][id^=relationship_]')
    const offered = await boxes.evaluateAll((all) => all.map(({ id }) => id.replace('relationship_', '')))
    // Not every country asks for owners, for directors and for executives.
    const given = roles.filter((role) => offered.includes(role))
    for (const role of given.length > 0 ? given : offered) await page.check(`#relationship_${role}`)
    await page.fill('#relationship_title', title)
    if ((await page.locator('#relationship_percent_ownership').count()) > 0)
      await page.fill('#relationship_percent_ownership', share)
    await send(page)
    expect(page.url()).toContain('/edit-person')
    if (invited) return this.#invite(invited)
    await answer(page, { ...this.#answers, ...BORN, relationship_title: title })
    expect(await page.locator('.error').allTextContents()).toEqual([])
    expect(page.url()).toContain('/persons')
  }

  async #invite(name: string): Promise<void> {
    const page = this.#page
    await page.click('.form-end a')
    await page.click('.person:last-child .actions a:has-text("Ask them")')
    await page.fill('#invitee', name)
    await send(page)
    await this.look()
    const link = await page.inputValue('#invitation-link')
    const theirs = await openPage(browser)
    await theirs.goto(link)
    await this.look(theirs)
    await answer(theirs, { ...this.#answers, ...BORN })
    expect(await theirs.locator('h1').innerText()).toBe('Thank you')
    await theirs.context().close()
    await page.click('.form-end a.btn')
    await page.waitForURL(/persons/)
    expect(await page.locator('.person:last-child').innerText()).toContain(
      'They filled in their details themselves',
    )
  }
}

describe.skipIf(noChromium)('a company with its people', { concurrent: true }, () => {
  beforeAll(async () => {
    const server = [serverFile('require-connect-account')]
    ;[marketplace, browser] = await Promise.all([startMarketplace({ server }), launchChromium()])
  })

  afterAll(async () => {
    await browser?.close()
    await marketplace?.remove()
  })

  it.each([
    ['US', UNITED_STATES],
    ['GB', UNITED_KINGDOM],
    ['DE', GERMANY],
    ['JP', JAPAN],
    ['BR', BRAZIL],
  ])('gets to active in %s, one of its directors by invitation', async (country, answers) => {
    const page = await openPage(browser)
    await register(page, `${marketplace.url}/account/register?return-url=/`, `Company ${country}`)
    await page.waitForURL(/create-stripe-account/)
    await page.check('#business_type_company')
    await page.selectOption('#country', country)
    await send(page)
    const company = new Registering(page, { ...answers, company_country: country })
    await company.completeSteps()
    await page.check('#consent')
    await send(page)
    await turns(page, 'active')
    await company.look()
    if (country === 'GB') await expectAccessible(page)
    await page.context().close()
  })
})
