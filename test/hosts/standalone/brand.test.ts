import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { readDashboardSettings } from '../../../src/hosts/standalone/dashboard-settings.ts'
import { startDashboard } from '../support.ts'

async function settingsOf(dashboard: object) {
  const folder = await mkdtemp(path.join(tmpdir(), 'settings-'))
  onTestFinished(() => rm(folder, { recursive: true }))
  await writeFile(path.join(folder, 'package.json'), JSON.stringify({ dashboard }))
  return readDashboardSettings(folder)
}

test("a site's logo and stylesheet are on every page, the stylesheet after ours", async () => {
  const brand = { title: 'Craft <market>', logo: '/logo.svg', stylesheet: '/brand.css?v=2' }
  expect((await settingsOf(brand)).brand).toEqual(brand)
  const page = await (await startDashboard({ brand })).browser().text('/account/signin')
  expect(page).toContain('<img src="/logo.svg" alt="Craft &lt;market&gt;" referrerpolicy="no-referrer">')
  const sheets = [...page.matchAll(/<link rel="stylesheet" href="([^"]+)"/g)].map(([, address]) => address)
  expect(sheets.at(-1)).toBe('/brand.css?v&#x3D;2')
  expect(sheets.length).toBeGreaterThan(1)
})

test('a site without them has its name in the header', async () => {
  expect((await settingsOf({ title: 'Craft market' })).brand).toEqual({ title: 'Craft market' })
  const page = await (await startDashboard()).browser().text('/account/signin')
  expect(page).toMatch(/class="site" href="\/">Test market</)
})

test.each(['https://elsewhere.example/brand.css', '//elsewhere.example/brand.css', 'brand.css', ''])(
  'a stylesheet that the content policy would refuse is refused at the start: %s',
  async (stylesheet) => {
    await expect(settingsOf({ stylesheet })).rejects.toThrow(/dashboard\.stylesheet is wrong: give a path/)
  },
)
