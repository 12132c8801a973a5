import supertest from 'supertest'
import { expect, onTestFinished, test } from 'vitest'
import { closeServices, createServices } from '../../../src/runtime/services.ts'
import { caughtUp, eachReplicated } from '../../support/replicas.ts'
import { testConfig } from '../../support/services.ts'
import { type Echo, echo, startApplicationServer, startDashboard } from '../support.ts'

eachReplicated('the standalone host with replicas', (servers) => {
  test('signs people in, tells how replicas are, and keeps its cookie from the application server', async () => {
    const applicationServer = await startApplicationServer(echo)
    const config = testConfig({ applicationServer: applicationServer.url.href })
    const services = await createServices({ ...config, storage: servers().config })
    onTestFinished(() => closeServices(services))
    await caughtUp(services.storage)
    const dashboard = await startDashboard({ services })
    const web = supertest(dashboard.url)
    const states = servers().replicas.map(() => 'in-use')
    const checks = { database: 'ok', inbox: 'ok' }
    await web.get('/readyz').expect(200, { status: 'ok', checks, replicas: states })

    const browser = dashboard.browser()
    expect((await browser.register('ann@market.example')).status).toBe(303)
    expect((await browser.get('/account')).status).toBe(200)
    browser.cookies.set('connect-wrote', 'just-now')
    browser.cookies.set('cart', 'full')
    const { headers } = (await (await browser.get('/shop')).json()) as Echo
    expect(headers.cookie).toBe('cart=full')

    await Promise.all(servers().replicas.map(({ relay }) => relay.refuse()))
    onTestFinished(
      async () => void (await Promise.all(servers().replicas.map(({ relay }) => relay.restore()))),
    )
    await expect
      .poll(async () => (await web.get('/readyz')).body.replicas)
      .toEqual(states.map(() => 'unreachable'))
    await web.get('/readyz').expect(200)
    expect((await browser.get('/account')).status).toBe(200)
  })
})
