/** The contract of the earlier module, in the standalone host. */
import { afterAll, beforeAll } from 'vitest'
import { type LiveHost, openLiveHost } from '../../support/live-host.ts'
import type { Browser } from '../support.ts'
import { asRequest, BY_THE_MODULE, type ContractHost, type Role, tokenIn } from './host.ts'
import { openScene, type Scene } from './scene.ts'
import { walkPages } from './walk-pages.ts'
import { walkRoutes } from './walk-routes.ts'

let scene: Scene

beforeAll(async () => {
  scene = await openScene(await asHost(await openLiveHost()))
})

afterAll(() => scene.close())

walkRoutes(() => scene)
walkPages(() => scene)

async function asHost(host: LiveHost): Promise<ContractHost> {
  const stranger = await host.signedIn('account_stranger')
  const { seller, administrator } = host
  const people: Record<Role, { browser: Browser; accountid: string }> = {
    ...{ seller, administrator, stranger },
    guest: { browser: host.browser(), accountid: '' },
  }
  return {
    appid: host.services.config.appid,
    stripe: host.stripe,
    control: (path, body) => host.control('POST', path, body),
    accountid: (role) => people[role].accountid,
    async call(role, call) {
      const response = await people[role].browser.get(...asRequest(call))
      return { status: response.status, body: await response.json() }
    },
    async visit(role, path, form) {
      const { browser } = people[role]
      if (!form) return browser.get(path)
      const page = await browser.get(path)
      const body = new URLSearchParams({ 'csrf-token': tokenIn(await page.text()), ...form })
      return browser.get(path, { method: 'POST', body })
    },
    turnsAway: BY_THE_MODULE,
    knowsPeople: true,
    close: host.close,
  }
}
