/**
 * The tests' real browser: a Chromium, driven by playwright-core. Without it, the tests that need it are skipped
 * with a printed reason; in CI they fail.
 */
import { mkdirSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import path from 'node:path'
import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright-core'
import { expect } from 'vitest'

/** The path of the browser, as other services are given by their addresses. */
const executable = process.env.CHROMIUM

/** Use it with `describe.skipIf`. */
export const noChromium = executable === undefined
if (noChromium) {
  if (process.env.CI) throw new Error('CI needs Chromium: set CHROMIUM to its path')
  process.stderr.write('Browser tests are skipped: CHROMIUM is not set to the path of one\n')
}

const SCREENSHOTS = path.join(import.meta.dirname, '..', '..', 'artifacts', 'screenshots')
const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')

/** Milliseconds for a page that hangs, with room for a machine busy with other tests. */
const PATIENCE = 120_000

export const DESKTOP: BrowserContextOptions = { viewport: { width: 1280, height: 900 } }
export const PHONE: BrowserContextOptions = { viewport: { width: 390, height: 844 } }

export async function launchChromium(): Promise<Browser> {
  return chromium.launch({
    ...(executable !== undefined && { executablePath: executable }),
    args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking', '--disable-sync'],
  })
}

/** A page for a first-time visitor. */
export async function openPage(browser: Browser, options: BrowserContextOptions = DESKTOP): Promise<Page> {
  const page = await (await browser.newContext(options)).newPage()
  page.setDefaultTimeout(PATIENCE)
  return page
}

/** Saves a screenshot of the whole page with the output of the run. */
export async function screenshot(page: Page, name: string): Promise<void> {
  mkdirSync(SCREENSHOTS, { recursive: true })
  await page.screenshot({ path: path.join(SCREENSHOTS, `${name}.png`), fullPage: true })
}

interface AxeWindow {
  axe: {
    run(
      context: string,
      options: unknown,
    ): Promise<{ violations: { id: string; nodes: { html: string }[] }[] }>
  }
}

const TAGS = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']

/** The rules for each colour scheme: dark mode changes nothing but colours. */
const RULES = {
  light: { type: 'tag', values: TAGS },
  dark: { type: 'rule', values: ['color-contrast', 'link-in-text-block'] },
}

/**
 * Expects no violation of WCAG 2.2 AA in light and in dark.
 *
 * @param within a selector, for a page that is only partly ours
 */
export async function expectAccessible(page: Page, within = 'html'): Promise<void> {
  // The page's policy forbids inline scripts, so axe runs from outside the page.
  await page.evaluate(AXE)
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme })
    const violations = await page.evaluate(
      async ({ context, runOnly }) => {
        const { axe } = globalThis as unknown as AxeWindow
        const result = await axe.run(context, { runOnly })
        return result.violations.map(
          ({ id, nodes }) => `${id}: ${nodes.map((node) => node.html).join(' | ')}`,
        )
      },
      { context: within, runOnly: RULES[colorScheme] },
    )
    expect(violations, `${page.url()} in ${colorScheme}`).toEqual([])
  }
  await page.emulateMedia({ colorScheme: 'light' })
}

/** Expects that the page also fits with text at twice the size, which people can set in their browser. */
export async function expectFitsWithLargeLetters(page: Page): Promise<void> {
  await page.evaluate("document.documentElement.style.fontSize = '200%'")
  await expectFits(page)
  await page.evaluate("document.documentElement.style.fontSize = ''")
}

/** Expects that nothing is wider than the window, so that nobody has to scroll sideways. */
export async function expectFits(page: Page): Promise<void> {
  const overflow = await page.evaluate(
    'document.documentElement.scrollWidth - document.documentElement.clientWidth',
  )
  expect(overflow, `${page.url()} scrolls sideways`).toBeLessThanOrEqual(0)
}
