import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { DESKTOP, expectAccessible, expectFits, launchChromium, noChromium } from '../../support/chromium.ts'
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
    page = await (await browser.newContext(DESKTOP)).newPage()
    page.on('pageerror', (error) => complaints.push(String(error)))
    page.on('console', (message) => {
      if (message.text().includes('Content Security Policy')) complaints.push(message.text())
    })
  })
  afterAll(async () => {
    await browser.close()
    await gallery.close()
  })

  test.each(Object.keys(viewFixtures))('%s: accessible, fits 320 px, keeps to the policy', async (name) => {
    complaints = []
    await page.setViewportSize({ width: 1280, height: 900 })
    await page.goto(`${gallery.url}/${name}`)
    await expectAccessible(page)
    await page.setViewportSize({ width: 320, height: 640 })
    await expectFits(page)
    expect(complaints).toEqual([])
  })

  test('what is to be given again is not said to be given already', async () => {
    const sent = page.getByText('Choose a file only to replace it')
    await page.goto(`${gallery.url}/edit-every-kind`)
    expect(await sent.count()).toBe(1)
    await page.goto(`${gallery.url}/edit-refused`)
    expect(await sent.count()).toBe(0)
  })
})
