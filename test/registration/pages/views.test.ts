import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import {
  expectAccessible,
  expectFits,
  launchChromium,
  noChromium,
  openPage,
  screenshot,
} from '../../support/chromium.ts'
import { type Gallery, startGallery } from './gallery.ts'
import { viewFixtures } from './view-fixtures.ts'

describe.skipIf(noChromium)('every account view', () => {
  let gallery: Gallery
  let browser: Browser
  let page: Page
  let complaints: string[] = []

  beforeAll(async () => {
    gallery = await startGallery()
    browser = await launchChromium()
    page = await openPage(browser)
    page.on('pageerror', (error) => complaints.push(String(error)))
    page.on('console', (message) => {
      if (message.text().includes('Content Security Policy')) complaints.push(message.text())
    })
  })
  afterAll(async () => {
    await browser.close()
    await gallery.close()
  })

  const doubleText = () =>
    page.locator('html').evaluate((html: { style: { fontSize: string } }) => {
      html.style.fontSize = '200%'
    })

  test.each(Object.keys(viewFixtures))('%s: accessible, fits a phone, keeps to the policy', async (name) => {
    complaints = []
    await page.setViewportSize({ width: 1280, height: 900 })
    await page.goto(`${gallery.url}/${name}`)
    await expectAccessible(page)
    await screenshot(page, `view-${name}`)
    await page.setViewportSize({ width: 320, height: 640 })
    await expectFits(page)
    await page.setViewportSize({ width: 390, height: 844 })
    await page.emulateMedia({ colorScheme: 'dark' })
    await screenshot(page, `view-${name}-phone-dark`)
    await page.emulateMedia({ colorScheme: null })
    await doubleText()
    await expectFits(page)
    expect(complaints).toEqual([])
  })

  test.each([320, 390, 1280])('nothing moves when a step was saved, %i px wide', async (width) => {
    await page.setViewportSize({ width, height: 900 })
    const places = async (name: string) => {
      await page.goto(`${gallery.url}/${name}`)
      const boxes = page.locator('main :is(h1, ol, section, form)')
      return boxes.evaluateAll((all: { getBoundingClientRect(): { top: number } }[]) =>
        all.map((box) => box.getBoundingClientRect().top),
      )
    }
    const before = await places('review')
    expect(await places('review-saved')).toEqual(before)
    expect(await page.getByRole('status').innerText()).toBe('Saved')
  })

  test.each([
    ['review', 'section:has(h2:text("Bank account"))'],
    ['view-money', '#fold-bank summary'],
  ])('%s says in which country and currency the bank account is', async (name, place) => {
    await page.goto(`${gallery.url}/${name}`)
    expect(await page.locator(place).innerText()).toContain('United States, US Dollar')
  })

  test('only the refused side of a document is marked', async () => {
    await page.goto(`${gallery.url}/edit-refused`)
    const marks = (side: string) => page.getAttribute(`#document_${side}`, 'aria-invalid')
    expect([await marks('front'), await marks('back')]).toEqual(['true', null])
  })

  test('only a page that Stripe is about to change says that it updates', async () => {
    const says = async (name: string) => {
      await page.goto(`${gallery.url}/${name}`)
      return page.getByText('This page updates automatically').count()
    }
    expect([await says('view-in-review'), await says('view-full'), await says('view-money')]).toEqual([
      1, 0, 0,
    ])
  })

  test('no value is squeezed beside its name when text is twice its size', async () => {
    await page.setViewportSize({ width: 1280, height: 900 })
    await page.goto(`${gallery.url}/view-full`)
    await doubleText()
    const widths = await page
      // An amount in a sum is as wide as its text, and moves below its name.
      .locator('dd:not(.sum dd)')
      .evaluateAll((all: { clientWidth: number }[]) => all.map(({ clientWidth }) => clientWidth))
    // At least ten characters.
    expect(Math.min(...widths)).toBeGreaterThan(10 * 16)
  })

  test('the keyboard shows where it is, everywhere in the same way', async () => {
    await page.setViewportSize({ width: 1280, height: 900 })
    await page.goto(`${gallery.url}/view-full`)
    const unseen: unknown[] = []
    for (let steps = 0; steps < 12; steps += 1) {
      await page.keyboard.press('Tab')
      unseen.push(
        await page.evaluate(`(() => {
          const { activeElement } = document
          const { outlineStyle, outlineWidth } = getComputedStyle(activeElement)
          return outlineStyle === 'solid' && outlineWidth === '3px' ? [] : [activeElement.outerHTML]
        })()`),
      )
    }
    expect(unseen.flat()).toEqual([])
  })

  test('what is to be given again is not said to be given already', async () => {
    const sent = page.getByText('Choose a file only to replace it')
    await page.goto(`${gallery.url}/edit-every-kind`)
    expect(await sent.count()).toBe(1)
    await page.goto(`${gallery.url}/edit-refused`)
    expect(await sent.count()).toBe(0)
  })
})
