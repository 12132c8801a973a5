/** Sellers whose answers go from the browser to Stripe alone (`STRIPE_JS=3`), in the standalone host. */
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { refreshAccount } from '../../src/accounts/mirror-account.ts'
import { routes } from '../../src/features.ts'
import { closeServices } from '../../src/runtime/services.ts'
import { type Dashboard, openDashboard, SESSION_COOKIE } from '../hosts/support.ts'
import { startBench } from '../offline-stripe/support.ts'
import { expectAccessible, launchChromium, noChromium, openPage, screenshot } from '../support/chromium.ts'
import { type Recorder, recordSent } from '../support/recorder.ts'
import { testConfig, testServices } from '../support/services.ts'
import { expectTokensAlone, FRANCE, registerPrivately } from './private-seller.ts'
import { type Answers, answer, send } from './seller.ts'

const bench = await startBench({ verificationSeconds: 0 })
const CREATE = '/account/connect/create-stripe-account'

let dashboard: Dashboard
let chromium: Browser
let recorder: Recorder

describe.skipIf(noChromium)('with STRIPE_JS=3', () => {
  beforeAll(async () => {
    const config = testConfig({ stripe: bench.url })
    const stripe = { ...config.stripe, tokensOnly: true, publishableKey: 'pk_test_market', offline: true }
    dashboard = await openDashboard({ services: await testServices({ ...config, stripe }), routes })
    chromium = await launchChromium()
  })
  beforeEach(async () => {
    recorder = await recordSent(dashboard.url)
    return () => recorder.close()
  })
  afterAll(async () => {
    await chromium?.close()
    await dashboard?.close()
    if (dashboard) await closeServices(dashboard.services)
  })

  /** A person who is signed in and about to register. */
  async function open(options?: Parameters<typeof openPage>[1]): Promise<Page> {
    const { browser } = await dashboard.signedIn()
    const value = browser.cookies.get(SESSION_COOKIE) ?? ''
    const page = await openPage(chromium, options)
    await page.context().addCookies([{ name: SESSION_COOKIE, value, url: recorder.url }])
    await page.goto(recorder.url + CREATE)
    return page
  }

  it.each(['individual', 'company'] as const)(
    'an %s in France gets to active by tokens alone',
    async (type) => {
      const page = await open()
      await registerPrivately(page, type)
      await screenshot(page, `private-${type}-status`)
      expect(await page.locator('#account-now .badge').getAttribute('class')).toContain('active')
      expectTokensAlone(recorder)
      await page.context().close()
    },
  )

  it('somebody of a company who was invited answers by tokens alone, and sees nothing of the company', async () => {
    const page = await open()
    await page.selectOption('#country', 'FR')
    await page.check('[value="company"]')
    await send(page)
    const name = 'Faïencerie'
    const phone = '+33123456789'
    const stripeid = new URL(page.url()).searchParams.get('stripeid') ?? ''
    const { id: account_token } = await bench.stripe.tokens.create({ account: { company: { name, phone } } })
    await bench.stripe.accounts.update(stripeid, { account_token })
    await refreshAccount(dashboard.services, stripeid)
    await page.goto(`${recorder.url}/account/connect/create-person?stripeid=${stripeid}`)
    await page.check('#relationship_representative')
    await page.fill('#relationship_title', 'Potter')
    await send(page)
    const personid = new URL(page.url()).searchParams.get('personid')
    await page.goto(`${recorder.url}/account/connect/invite-person?personid=${personid}`)
    await page.fill('#invitee', 'A potter')
    await send(page)
    const { pathname, search } = new URL(await page.inputValue('#invitation-link'))
    const theirs = await openPage(chromium)
    await theirs.goto(recorder.url + pathname + search)
    const settings = (await theirs.locator('#submit-form').getAttribute('data-tokens')) ?? ''
    expect(await theirs.locator('.lead').innerText()).toContain(name)
    expect(settings).toContain('"requirements"')
    expect(await theirs.content()).not.toContain(phone.slice(1))
    expect(settings).not.toContain(name)
    await screenshot(theirs, 'private-invitation')
    await answer(theirs, FRANCE)
    await theirs.waitForSelector('h1:text-is("Thank you")')
    expect(recorder.sent()).toMatch(/\btoken=cpt_|\btoken=ct_/)
    for (const part of ['Marguerite', 'Beauharnais', '1983', 'rue des Potiers', 'IHDR'])
      expect(recorder.sent()).not.toContain(part)
    const person = await bench.stripe.accounts.retrievePerson(stripeid, personid ?? '')
    expect(person.first_name).toBe(FRANCE.first_name)
    await theirs.context().close()
    await page.context().close()
  })

  it('says at each field what is wrong, here and at Stripe, and loses nothing that was typed', async () => {
    const page = await open()
    await page.selectOption('#country', 'FR')
    await send(page)
    const press = async (answers: Answers) => {
      for (const [id, value] of Object.entries(answers)) await page.fill(`[id$="${id}"]`, value)
      await page.evaluate("document.querySelector('#message-container').replaceChildren()")
      await page.click('#submit-button:not([aria-busy])')
      await page.waitForSelector('#message-container [role="alert"]')
      await page.waitForSelector('#submit-button:not([aria-busy])')
      const links = page.locator('#message-container a')
      return links.evaluateAll((all) => all.map((link) => link.getAttribute('href')))
    }
    const { first_name = '', last_name = '', email = '', phone = '', dob_month = '', dob_year = '' } = FRANCE
    const typed = { first_name, last_name, email, phone, dob_day: '31', dob_month: '2', dob_year }
    expect(await press(typed)).toEqual(['#individual_dob_day'])
    await expectAccessible(page)
    await screenshot(page, 'private-refused')

    // The rules of the fields find no mistake here. Stripe says that it does.
    const refuse = (path: string, param: string) =>
      bench.control('POST', 'faults', {
        api: { method: 'POST', path, error: { param, message: 'Stripe does not believe this.' } },
      })
    await refuse('/v1/tokens', 'account[individual][email]')
    expect(await press({ dob_day: '14', dob_month })).toEqual(['#individual_email'])
    await refuse('/v1/accounts/{account}', 'individual[phone]')
    expect(await press({})).toEqual(['#individual_phone'])
    expect(await page.locator('#individual_phone-error').innerText()).toBe('Stripe does not believe this.')
    expect(await page.inputValue('#individual_first_name')).toBe(first_name)
    expect(await page.inputValue('#individual_email')).toBe(email)
    expect(await page.inputValue('#individual_dob_month')).toBe(dob_month)

    await send(page)
    expect(page.url()).toContain('step=address')
    expect(recorder.sent()).not.toContain(last_name)
    await page.context().close()
  })

  it('loses nothing while Stripe or the host cannot be reached, or the person is signed out', async () => {
    const page = await open()
    await page.selectOption('#country', 'FR')
    await send(page)
    for (const id of ['first_name', 'last_name', 'email', 'phone', 'dob_day', 'dob_month', 'dob_year'])
      await page.fill(`#individual_${id}`, FRANCE[id] ?? '')
    const fails = async () => {
      await page.evaluate("document.querySelector('#message-container').replaceChildren()")
      await page.click('#submit-button:not([aria-busy])')
      const sentence = await page.locator('#message-container [role="alert"] li').innerText()
      await page.waitForSelector('#submit-button:not([aria-busy])')
      expect(await page.inputValue('#individual_first_name')).toBe(FRANCE.first_name)
      return sentence
    }
    await page.route('**/v1/tokens', (route) => route.abort())
    expect(await fails()).toContain('cannot reach Stripe')
    await page.unroute('**/v1/tokens')
    await page.route('**/edit-stripe-account*', (route) => route.abort())
    expect(await fails()).toContain('not answering')
    await page.unroute('**/edit-stripe-account*')
    const cookies = await page.context().cookies()
    await page.context().clearCookies()
    expect(await fails()).toContain('signed out')
    await page.context().addCookies(cookies)
    await send(page)
    expect(page.url()).toContain('step=address')
    await page.context().close()
  })

  it('asks for another bank’s numbers, and sends none of them', async () => {
    const page = await open()
    await page.selectOption('#country', 'FR')
    await send(page)
    const stripeid = new URL(page.url()).searchParams.get('stripeid')
    await page.goto(`${recorder.url}/account/connect/edit-payment-information?stripeid=${stripeid}`)
    await page.fill('#iban', 'DE89 3704')
    await page.fill('#account_holder_name', 'Beauharnais')
    await page.selectOption('#country', 'GB')
    await page.waitForSelector('[name="drawn-for"][value="GB eur"]', { state: 'attached' })
    await page.selectOption('#currency', 'gbp')
    await page.waitForSelector('#sort_code')
    expect(await page.inputValue('#account_holder_name')).toBe('Beauharnais')
    await page.fill('#sort_code', '10-88-00')
    await page.fill('#account_number', '00012345')
    await send(page)
    expect(page.url()).not.toContain('edit-payment-information')
    for (const part of ['3704', 'Beauharnais', '10-88-00', '00012345', 'account_holder', 'sort_code'])
      expect(recorder.sent()).not.toContain(part)
    const { external_accounts } = await bench.stripe.accounts.retrieve(stripeid ?? '')
    expect(external_accounts?.data).toMatchObject([{ last4: '2345', currency: 'gbp', country: 'GB' }])
    await page.context().close()
  })

  it('says without JavaScript that the page needs it, and shows no form', async () => {
    const page = await open({ javaScriptEnabled: false })
    expect(await page.locator('.notice').innerText()).toContain('needs JavaScript')
    expect(await page.locator('#submit-form').isVisible()).toBe(false)
    await page.context().close()
  })
})
