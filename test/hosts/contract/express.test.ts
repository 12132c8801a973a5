/** The contract of the earlier module, in an app of Express. */
import Stripe from 'stripe'
import { afterAll, beforeAll } from 'vitest'
import { type App, openApp } from '../express/support.ts'
import { asRequest, BY_THE_MODULE, type ContractHost, type Role, tokenIn } from './host.ts'
import { openScene, type Scene } from './scene.ts'
import { walkPages } from './walk-pages.ts'
import { walkRoutes } from './walk-routes.ts'

const APPID = 'market-of-the-contract'

/** As the app's session names them; nobody for a guest. */
const USERS: Record<Role, string | undefined> = {
  guest: undefined,
  stranger: 'stranger',
  seller: 'seller',
  administrator: 'boss;admin',
}

let scene: Scene

beforeAll(async () => {
  scene = await openScene(
    asHost(await openApp({ env: { APPID }, offlineStripe: { verificationSeconds: 0 } })),
  )
})

afterAll(() => scene.close())

// Outside CI, the standalone host stands for both.
walkRoutes(() => scene, { few: 8 })
walkPages(() => scene, 6)

function asHost(app: App): ContractHost {
  const { hostname, port } = new URL(app.stripe.url)
  const as = (role: Role) => {
    const user = USERS[role]
    return user === undefined ? {} : { user }
  }
  return {
    appid: APPID,
    stripe: new Stripe('sk_test_offline', { host: hostname, port, protocol: 'http', telemetry: false }),
    async control(path, body) {
      const response = await fetch(`${app.stripe.url}/_offline-stripe/${path}`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(body),
      })
      return response.json()
    },
    accountid: (role) => USERS[role]?.split(';')[0] ?? '',
    async call(role, call) {
      const [target, { headers, ...init }] = asRequest(call)
      const sent = { ...init, ...(headers && { headers }) }
      const response = await app.fetch(target, { ...as(role), ...sent })
      return { status: response.status, body: await response.json() }
    },
    async visit(role, path, form) {
      if (!form) return app.fetch(path, as(role))
      const page = await app.fetch(path, as(role))
      const body = new URLSearchParams({ 'csrf-token': tokenIn(await page.text()), ...form })
      return app.fetch(path, { ...as(role), method: 'POST', body })
    },
    turnsAway: BY_THE_MODULE,
    knowsPeople: false,
    close: app.close,
  }
}
