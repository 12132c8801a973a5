/** People who use Dashboard in a browser. */
import type { Page } from 'playwright-core'

const PASSWORD = 'correct horse battery'

/** Registers with Dashboard, which then shows the application's front page. */
export async function registerWithDashboard(page: Page, url: string, username: string): Promise<void> {
  await page.goto(`${url}/account/register`)
  await page.fill('#username', username)
  await page.fill('#password', PASSWORD)
  await page.fill('#confirm', PASSWORD)
  await page.click('#submit-button')
  await page.waitForURL((address) => !address.pathname.startsWith('/account/register'))
}

/** The headers that the application server got for this person. */
export async function headersAt(page: Page, url: string): Promise<Record<string, string>> {
  await page.goto(url)
  return JSON.parse((await page.locator('#headers').textContent()) ?? '')
}
