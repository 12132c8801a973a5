/** The contract of the earlier module, in the real Dashboard: over HTTP, as pages, and for other modules of the process. */
import { randomUUID } from 'node:crypto'
import { readFile, writeFile } from 'node:fs/promises'
import path from 'node:path'
import Stripe from 'stripe'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { OfflineStripe } from '../../../src/offline-stripe/start.ts'
import { startCheckedOfflineStripe } from '../../offline-stripe/oracle.ts'
import { followRefused } from '../../support/follow-refused.ts'
import { describeWhereSet } from '../../support/needs.ts'
import { createDatabase, type KeptRows } from '../dashboard/databases.ts'
import { type Echo, startEcho } from '../dashboard/echo.ts'
import { createProject, INSTALLING, type Project, type RunningDashboard } from '../dashboard/project.ts'
import {
  asRequest,
  BY_THE_MODULE,
  type ContractHost,
  ROLES,
  type Role,
  type TurnsAway,
  tokenIn,
} from './host.ts'
import { addInProcessPage, callInProcess } from './in-process.ts'
import { openScene, type Scene } from './scene.ts'
import { walkPages } from './walk-pages.ts'
import { walkRoutes } from './walk-routes.ts'

const APPID = 'market-of-the-contract'
const TOKEN = 'the-token-of-the-market'
const LISTED = ['allow-api-requests-from-application']

const BY_DASHBOARD: TurnsAway = {
  guest: { status: 511, body: { object: 'auth', message: 'Sign in required' } },
  other: BY_THE_MODULE.other,
  otherPage: 500,
}

interface Person {
  cookie: string
  accountid: string
  sessionid: string
}

describeWhereSet('the real Dashboard', ['TEST_POSTGRESQL_URL'], (server = '') => {
  let project: Project
  let offlineStripe: OfflineStripe
  let echo: Echo
  let rows: KeptRows
  let dashboard: RunningDashboard
  let people: Record<Role, Person>
  let others: typeof people
  let scene: Scene
  let sceneOfOthers: Scene

  beforeAll(async () => {
    ;[project, offlineStripe, echo, rows] = await Promise.all([
      createProject('pg@8'),
      startCheckedOfflineStripe({ verificationSeconds: 0 }),
      startEcho(),
      createDatabase(server),
    ])
    await listHandlers(project.folder)
    await addInProcessPage(project.folder)
    dashboard = await project.start({
      ...rows.env,
      ...{ APPID, APPLICATION_SERVER: echo.url, APPLICATION_SERVER_TOKEN: TOKEN },
      ...{ CONNECT_STRIPE_API: offlineStripe.url, CONNECT_STRIPE_KEY: 'sk_test_offline' },
    })
    // Dashboard makes the first person to register its administrator.
    const administrator = await signUp()
    const [seller, stranger] = [await signUp(), await signUp()]
    people = { administrator, seller, stranger, guest: { cookie: '', accountid: '', sessionid: '' } }
    scene = await openScene(asHost(people))
    // Nobody may have as many accounts as two walks make.
    others = { ...people, seller: await signUp() }
    sceneOfOthers = await openScene(asHost(others))
  }, INSTALLING)

  afterAll(async () => {
    await dashboard?.stop()
    await echo?.close()
    await rows?.remove()
    await project?.remove()
    await offlineStripe?.close()
  })

  const get = (cookie: string, target: string, init: RequestInit = {}) =>
    fetch(dashboard.url + target, { redirect: 'manual', ...init, headers: { cookie } })

  async function signUp(): Promise<Person> {
    const person = { username: `person-${randomUUID()}`, password: 'correct horse' }
    const body = new URLSearchParams({ ...person, confirm: person.password })
    const { headers } = await get('', '/account/register', { method: 'POST', body })
    const cookie = headers
      .getSetCookie()
      .map((each) => each.split(';', 1)[0])
      .join('; ')
    const [, told = ''] = /<pre id="headers">([^<]*)/.exec(await (await get(cookie, '/shop')).text()) ?? []
    const { 'x-accountid': accountid, 'x-sessionid': sessionid } = JSON.parse(told.replaceAll('&amp;', '&'))
    return { cookie, accountid, sessionid }
  }

  function asHost(people: Record<Role, Person>): ContractHost {
    const { hostname, port } = new URL(offlineStripe.url)
    return {
      appid: APPID,
      stripe: new Stripe('sk_test_offline', { host: hostname, port, protocol: 'http', telemetry: false }),
      async control(route, body) {
        const response = await fetch(`${offlineStripe.url}/_offline-stripe/${route}`, {
          method: 'POST',
          headers: { 'content-type': 'application/json' },
          body: JSON.stringify(body),
        })
        return response.json()
      },
      accountid: (role) => people[role].accountid,
      /** As the application server, for somebody. */
      async call(role, call) {
        const { accountid, sessionid } = people[role]
        const [target, init] = asRequest(call)
        const proof = { 'x-application-server': echo.url, 'x-application-server-token': TOKEN }
        const person = role === 'guest' ? {} : { 'x-accountid': accountid, 'x-sessionid': sessionid }
        const headers = { ...(init.headers as Record<string, string>), ...proof, ...person }
        const response = await fetch(dashboard.url + target, { ...init, headers })
        const text = await response.text()
        const isJson = response.headers.get('content-type')?.startsWith('application/json')
        return { status: response.status, body: isJson ? JSON.parse(text) : text }
      },
      async visit(role, address, form) {
        const { cookie } = people[role]
        const page = await get(cookie, address)
        if (!form) return page
        const body = new URLSearchParams({ 'csrf-token': tokenIn(await page.text()), ...form })
        return followRefused(await get(cookie, address, { method: 'POST', body }), { cookie })
      },
      turnsAway: BY_DASHBOARD,
      knowsPeople: true,
      close: async () => {},
    }
  }

  walkRoutes(() => scene)
  walkPages(() => scene)

  describe('in the process', () => {
    walkRoutes(() => sceneOfOthers, {
      inProcess: (role, call) => {
        const { cookie } = others[role === 'guest' ? 'stranger' : role]
        return callInProcess((target) => get(cookie, target), role, call)
      },
    })
  })

  test('9.1-35: the module finds its key without a handler, and leaves the home page to the app', async () => {
    expect(
      JSON.parse(await readFile(path.join(project.folder, 'package.json'), 'utf8')).dashboard.server,
    ).toEqual(['@layeredapps/stripe-connect/src/server/allow-api-requests-from-application.js'])
    expect(await sceneOfOthers.account()).toMatch(/^acct_/)
    expect(await (await get(people.seller.cookie, '/home')).text()).toContain('<pre id="headers">')
  })

  test('every role is somebody else', () => {
    expect(new Set(ROLES.map((role) => people[role].accountid)).size).toBe(ROLES.length)
  })
})

/** Lists no more than the application server needs. */
async function listHandlers(folder: string): Promise<void> {
  const file = path.join(folder, 'package.json')
  const settings = JSON.parse(await readFile(file, 'utf8'))
  settings.dashboard.server = LISTED.map((name) => `@layeredapps/stripe-connect/src/server/${name}.js`)
  await writeFile(file, JSON.stringify(settings))
}
