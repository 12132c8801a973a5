import type { Browser, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { DESKTOP, launchChromium, noChromium, openPage, PHONE } from '../../support/chromium.ts'
import { png } from '../../support/picture.ts'
import { field, step } from './form-fixtures.ts'
import { type Gallery, startGallery } from './gallery.ts'
import { type Fixture, fixtureOf } from './view-fixtures.ts'

describe.skipIf(noChromium)('the scripts of the pages', () => {
  let browser: Browser
  let page: Page
  let gallery: Gallery

  beforeAll(async () => {
    browser = await launchChromium()
  })
  beforeEach(async () => {
    page = await openPage(browser, { ...DESKTOP, locale: 'de-DE', timezoneId: 'Europe/Berlin' })
    gallery = await startGallery()
  })
  afterEach(async () => {
    await page.context().close()
    await gallery.close()
  })
  afterAll(() => browser.close())

  test('send a form once, however often it is clicked', async () => {
    await page.goto(`${gallery.url}/delete`)
    const sent = await page.evaluate(`(() => {
      let sent = 0
      const button = document.querySelector('#submit-button')
      document.addEventListener('submit', (event) => { if (!event.defaultPrevented) sent += 1 })
      for (let clicks = 0; clicks < 3; clicks += 1) button.click()
      return [sent, button.getAttribute('aria-busy')]
    })()`)
    expect(sent).toEqual([1, 'true'])
  })

  test('close a menu with Escape and give the focus back', async () => {
    await page.goto(`${gallery.url}/start-empty`)
    await page.click('#account-menu summary')
    await page.focus('#account-menu a')
    await page.keyboard.press('Escape')
    expect(await page.getAttribute('#account-menu', 'open')).toBeNull()
    expect(await page.evaluate("document.activeElement.closest('details').id")).toBe('account-menu')
  })

  test("choose the country of the person's language", async () => {
    await page.goto(`${gallery.url}/create`)
    expect(await page.inputValue('#country')).toBe('DE')
  })

  test('choose no country where the clock says that the person lives elsewhere than their language', async () => {
    const abroad = await openPage(browser, { locale: 'en-US', timezoneId: 'Europe/Berlin' })
    await abroad.goto(`${gallery.url}/create`)
    expect(await abroad.inputValue('#country')).toBe('')
    await abroad.context().close()
  })

  test('show words in a search and send the code', async () => {
    await page.goto(`${gallery.url}/edit-every-kind`)
    await page.fill('#mcc', 'artist supply AND craft shops')
    await page.click('#submit-button')
    await expect.poll(() => gallery.posts.length).toBe(1)
    expect(gallery.posts[0]).toMatch(/name="mcc"\r\n\r\n5970\r\n/)
  })

  test('send what was typed in a search when nothing of the list matches', async () => {
    await page.goto(`${gallery.url}/edit-every-kind`)
    await page.fill('#mcc', 'spaceships')
    await page.click('#submit-button')
    await expect.poll(() => gallery.posts.length).toBe(1)
    expect(gallery.posts[0]).toMatch(/name="mcc"\r\n\r\nspaceships\r\n/)
  })

  test('fill a postal code and a prefecture in the other script, and follow a change of what said the same', async () => {
    const part = (script: string, other: string, states: string[]) => [
      field(`code_${script}`, 'text', 'Postal code', { sameAs: `code_${other}` }),
      field(`state_${script}`, 'choice', 'Prefecture', {
        sameAs: `state_${other}`,
        options: states.map((value, at) => ({ value, label: `${value} (${['Tokyo', 'Kyoto'][at]})` })),
      }),
    ]
    const groups = [
      { legend: 'In kanji', fields: part('kanji', 'kana', ['東京都', '京都府']) },
      { legend: 'In katakana', fields: part('kana', 'kanji', ['トウキョウト', 'キョウトフ']) },
    ]
    const address = step('address', 'Home address', { groups })
    gallery.show('/edit-every-kind', changed('edit-every-kind', { step: address }))
    await page.goto(`${gallery.url}/edit-every-kind`)
    await page.fill('#code_kanji', '600-0000')
    await page.press('#code_kanji', 'Tab')
    await page.selectOption('#state_kanji', '京都府')
    expect(await page.inputValue('#code_kana')).toBe('600-0000')
    expect(await page.inputValue('#state_kana')).toBe('キョウトフ')
    // Somebody moves: what said the same says the same again.
    await page.selectOption('#state_kanji', '東京都')
    expect(await page.inputValue('#state_kana')).toBe('トウキョウト')
    await page.selectOption('#state_kana', 'キョウトフ')
    expect(await page.inputValue('#state_kanji')).toBe('京都府')
    await page.fill('#code_kanji', '〒７００ー００００')
    await page.press('#code_kanji', 'Tab')
    expect(await page.inputValue('#code_kana')).toBe('〒７００ー００００')
    await page.evaluate("document.querySelector('#code_kana').value = '111-1111'")
    await page.fill('#code_kanji', '600-0000')
    await page.press('#code_kanji', 'Tab')
    expect(await page.inputValue('#code_kana')).toBe('111-1111')
  })

  test('show the picture that was chosen', async () => {
    await page.goto(`${gallery.url}/edit-every-kind`)
    const passport = { name: 'passport.png', mimeType: 'image/png', buffer: png() }
    await page.setInputFiles('#document_front', passport)
    await page.getByRole('img', { name: 'passport.png' }).waitFor()
    expect(await page.inputValue('#document_front')).toContain('passport.png')
  })

  test.each([
    [
      'of another kind',
      { name: 'a.gif', mimeType: 'image/gif', buffer: Buffer.from('GIF89a') },
      'not accepted',
    ],
    [
      'that is too large',
      { name: 'a.png', mimeType: 'image/png', buffer: Buffer.alloc(1_000_001) },
      'too large',
    ],
  ])('refuse a file %s before it is sent', async (_what, file, sentence) => {
    await page.goto(`${gallery.url}/edit-every-kind`)
    await page.setInputFiles('#document_front', file)
    await expect.poll(() => page.getByRole('alert').textContent()).toContain(sentence)
    expect(await page.inputValue('#document_front')).toBe('')
    expect(await page.getAttribute('#document_front', 'aria-invalid')).toBe('true')
    await page.click('#submit-button')
    expect(await page.evaluate('document.activeElement.id')).toBe('document_front')
    expect(gallery.posts, 'a form without the file would count as saved with it').toEqual([])
    expect(await page.getAttribute('#submit-button', 'aria-busy')).toBeNull()
  })

  test('send a form after a refused file was replaced, or given up', async () => {
    const gif = { name: 'a.gif', mimeType: 'image/gif', buffer: Buffer.from('GIF89a') }
    await page.goto(`${gallery.url}/edit-every-kind`)
    await page.setInputFiles('#document_front', gif)
    await page.setInputFiles('#papers', gif)
    const alerts = page.getByRole('alert')
    expect(await alerts.count()).toBe(2)
    await page.setInputFiles('#document_front', {
      ...gif,
      name: 'a.png',
      mimeType: 'image/png',
      buffer: png(),
    })
    await expect.poll(() => alerts.count()).toBe(1)
    await alerts.getByRole('button').click()
    expect(await alerts.count()).toBe(0)
    expect(await page.evaluate('document.activeElement.id')).toBe('papers')
    await page.click('#submit-button')
    await expect.poll(() => gallery.posts.length).toBe(1)
  })

  test.each([DESKTOP, PHONE])('keep two tiles in line when a file is refused', async (device) => {
    await page.setViewportSize(device.viewport ?? { width: 0, height: 0 })
    await page.goto(`${gallery.url}/edit-every-kind`)
    const top = async (id: string) => (await page.locator(id).boundingBox())?.y ?? 0
    const before = [await top('#document_front'), await top('#document_back'), await top('#submit-button')]
    const gif = { name: 'a.gif', mimeType: 'image/gif', buffer: Buffer.from('GIF89a') }
    await page.setInputFiles('#document_front', gif)
    await page.getByRole('alert').waitFor()
    const after = [await top('#document_front'), await top('#document_back'), await top('#submit-button')]
    const moved = after.map((y, at) => y - (before[at] ?? 0))
    // A refused tile has a thicker border.
    expect(Math.abs((moved[1] ?? 0) - (moved[0] ?? 0))).toBeLessThan(4)
    expect(Math.max(...moved)).toBeLessThan(80)
  })

  test('draw the fields of another bank country in place, the focus kept', async () => {
    await page.goto(`${gallery.url}/bank`)
    expect(await page.isVisible('#refresh-button')).toBe(false)
    const country = field('country', 'choice', 'Country of the bank', {
      options: [{ value: 'DE', label: 'Germany' }],
      value: 'DE',
    })
    const iban = field('iban', 'secret', 'IBAN')
    gallery.show('POST', changed('bank', { groups: [{ legend: undefined, fields: [country, iban] }] }))
    await page.selectOption('#country', 'DE')
    await page.getByLabel('IBAN').waitFor()
    expect(new URLSearchParams(gallery.posts[0]).get('refresh')).toBe('true')
    expect(new URLSearchParams(gallery.posts[0]).get('country')).toBe('DE')
    expect(await page.evaluate('document.activeElement.id')).toBe('country')
    expect(await page.isVisible('#refresh-button')).toBe(false)
  })

  test('keep what is typed while the fields of another bank country are on their way', async () => {
    const countries = ['US', 'DE', 'FR'].map((value) => ({ value, label: value }))
    const drawn = (value: string, label: string) => {
      const country = field('country', 'choice', 'Country of the bank', { options: countries, value })
      const holder = field('account_holder_name', 'text', 'Name of the account holder')
      return changed('bank', {
        groups: [{ legend: undefined, fields: [country, holder, field('number', 'secret', label)] }],
      })
    }
    gallery.show('/bank', drawn('US', 'Routing number'))
    await page.goto(`${gallery.url}/bank`)
    const answers: ((html: string) => void)[] = []
    await page.route('**/bank', async (route) => {
      const { promise, resolve } = withResolvers<string>()
      answers.push(resolve)
      await route.fulfill({ body: await promise, contentType: 'text/html' })
    })
    await page.selectOption('#country', 'FR')
    await page.selectOption('#country', 'DE')
    await page.fill('#account_holder_name', 'Maya Hart')
    await expect.poll(() => answers.length).toBe(2)
    answers[1]?.(gallery.draw(drawn('DE', 'IBAN')))
    await page.getByLabel('IBAN').waitFor()
    answers[0]?.(gallery.draw(drawn('FR', 'RIB')))
    expect(await page.inputValue('#account_holder_name')).toBe('Maya Hart')
    expect(await page.evaluate('document.activeElement.id')).toBe('account_holder_name')
    await page.unrouteAll({ behavior: 'wait' })
    expect(await page.getByLabel('RIB').count(), 'the answer that came too late').toBe(0)
  })

  test('keep a number for who chooses another currency and comes back', async () => {
    const drawn = (currency: string, name: string) => {
      const options = ['GBP', 'EUR'].map((value) => ({ value, label: value }))
      const choice = field('currency', 'choice', 'Currency', { options, value: currency })
      return changed('bank', {
        groups: [{ legend: undefined, fields: [choice, field(name, 'secret', name)] }],
      })
    }
    const sterling = drawn('GBP', 'sort_code')
    gallery.show('/bank', sterling)
    await page.goto(`${gallery.url}/bank`)
    const comeAndGo = async () => {
      gallery.show('POST', drawn('EUR', 'iban'))
      await page.selectOption('#currency', 'EUR')
      await page.locator('#iban').waitFor()
      gallery.show('POST', sterling)
      await page.selectOption('#currency', 'GBP')
      await page.locator('#sort_code').waitFor()
      return page.inputValue('#sort_code')
    }
    await page.fill('#sort_code', '12-34-56')
    expect(await comeAndGo()).toBe('12-34-56')
    await page.fill('#sort_code', '')
    expect(await comeAndGo()).toBe('')
  })

  test('offer the button when the fields of another bank country cannot be had', async () => {
    await page.goto(`${gallery.url}/bank`)
    expect(await page.locator('#refresh-button').isVisible()).toBe(false)
    await page.route('**/bank', (route) => route.abort())
    await page.selectOption('#country', 'DE')
    await page.locator('#refresh-button').waitFor()
    await page.unrouteAll({ behavior: 'wait' })
  })

  describe('on the status page', () => {
    const active = changed('view-in-review', {
      version: 'active',
      account: {
        name: 'Maya',
        status: 'active',
        headline: 'Paid!',
        reason: '',
        deadline: undefined,
        action: undefined,
      },
    })

    test('follow what the server says', async () => {
      await page.goto(`${gallery.url}/view-in-review`)
      await expect.poll(() => gallery.streams.length).toBe(1)
      gallery.show('/view-in-review', active)
      gallery.streams[0]?.write('event: status\ndata: {"version":"active"}\n\n')
      await page.getByText('Paid!').waitFor()
      expect(await page.evaluate('performance.getEntriesByType("navigation").length')).toBe(1)
    })

    test('ask by themselves where the stream fails', async () => {
      gallery.show('/account/connect/stripe-account/events', 'nothing')
      await page.clock.install()
      await page.goto(`${gallery.url}/view-in-review`)
      gallery.show('/view-in-review', active)
      await expect
        .poll(async () => {
          await page.clock.runFor(5000)
          return page.getByText('Paid!').count()
        })
        .toBe(1)
    })
  })
})

function withResolvers<T>(): { promise: Promise<T>; resolve: (value: T) => void } {
  let resolve: (value: T) => void = () => {}
  const promise = new Promise<T>((take) => {
    resolve = take
  })
  return { promise, resolve }
}

function changed(name: string, changes: Record<string, unknown>): Fixture {
  const { view, data } = fixtureOf(name)
  return { view, data: { ...data, ...changes } }
}
