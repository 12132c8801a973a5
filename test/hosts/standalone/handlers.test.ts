import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { describe, expect, onTestFinished, test } from 'vitest'
import { loadHandlers } from '../../../src/hosts/standalone/handlers.ts'
import { APPID } from '../../support/services.ts'
import { echo, startApplicationServer, startDashboard } from '../support.ts'

describe('handlers of a package.json', () => {
  async function folderWith(files: Record<string, string>): Promise<string> {
    const folder = await mkdtemp(path.join(tmpdir(), 'handlers-'))
    onTestFinished(() => rm(folder, { recursive: true }))
    for (const [name, text] of Object.entries(files)) await writeFile(path.join(folder, name), text)
    return folder
  }

  test('are called as Dashboard calls them, before and after it is known who asks', async () => {
    const folder = await folderWith({
      'gate.mjs': `export default {
        before: async (req) => { req.seen = ['before', req.account === undefined] },
        after: async (req, res) => {
          req.seen.push(req.account?.accountid, req.session?.sessionid, req.urlPath, req.query, req.appid)
          if (req.urlPath === '/closed') { res.writeHead(303, { location: '/account' }).end(); res.ended = true }
        },
      }`,
      'tell.cjs': `module.exports = async (req, proxyRequestOptions) => {
        proxyRequestOptions.headers['x-seen'] = JSON.stringify(req.seen)
      }`,
    })
    const handlers = await loadHandlers({ server: ['/gate.mjs'], proxy: ['/tell.cjs'] }, folder)
    const { url } = await startApplicationServer(echo)
    const dashboard = await startDashboard({ handlers, config: { applicationServer: url } })
    const { browser, accountid, sessionid } = await dashboard.signedIn()
    const { headers } = (await (await browser.get('/open?a=1&a=2')).json()) as {
      headers: Record<string, string>
    }
    expect(JSON.parse(headers['x-seen'] ?? '')).toEqual([
      'before',
      true,
      accountid,
      sessionid,
      '/open',
      { a: '2' },
      APPID,
    ])
    expect((await browser.get('/closed')).status).toBe(303)
  })

  test("are found by this package's own script paths", async () => {
    const own = '@layeredapps/stripe-connect/src'
    const { server, proxy } = await loadHandlers(
      { server: [`${own}/server/require-connect-account.js`], proxy: [`${own}/proxy/x-stripe-accounts.js`] },
      await folderWith({}),
    )
    expect(server[0]?.after).toBeTypeOf('function')
    expect(proxy[0]).toBeTypeOf('function')
  })

  test('send a seller without an account to register, and tell the application server of their state', async () => {
    const own = '@layeredapps/stripe-connect/src'
    const handlers = await loadHandlers(
      {
        server: [`${own}/server/require-connect-account.js`],
        proxy: [`${own}/proxy/x-has-active-stripe-account.js`],
      },
      await folderWith({}),
    )
    const { url } = await startApplicationServer(echo)
    const dashboard = await startDashboard({ handlers, config: { applicationServer: url } })
    const { browser } = await dashboard.signedIn()
    const gated = await browser.get('/shop', { headers: { accept: 'text/html' } })
    expect(gated.status).toBe(303)
    expect(gated.headers.get('location')).toBe('/account/connect/create-stripe-account?return-url=%2Fshop')
    const passed = (await (await browser.get('/api/shop')).json()) as { headers: Record<string, string> }
    expect(passed.headers).toMatchObject({
      'x-has-active-stripe-account': 'false',
      'x-active-stripe-account': 'false',
    })
    const guest = (await (await dashboard.browser().get('/shop')).json()) as { headers: object }
    expect(JSON.stringify(guest.headers)).not.toContain('active-stripe-account')
  })

  test('that cannot be used are named', async () => {
    const folder = await folderWith({ 'empty.mjs': 'export default {}' })
    const load = (server: string[], proxy: string[] = []) => loadHandlers({ server, proxy }, folder)
    await expect(load(['/missing.mjs'])).rejects.toThrow('/missing.mjs')
    await expect(load(['/empty.mjs'])).rejects.toThrow('/empty.mjs')
    await expect(load([], ['/empty.mjs'])).rejects.toThrow('/empty.mjs')
    await expect(load(['no-such-package/x.js'])).rejects.toThrow('no-such-package/x.js')
  })

  test('that throw are a fault of ours, answered with the id of the request', async () => {
    const dashboard = await startDashboard({
      handlers: {
        server: [
          {
            after: () => {
              throw new TypeError('secret')
            },
          },
        ],
      },
    })
    const response = await fetch(`${dashboard.url}/`, { headers: { 'x-request-id': 'request-0001' } })
    expect(response.status).toBe(500)
    const html = await response.text()
    expect(html).toContain('request-0001')
    expect(html).not.toContain('secret')
  })
})
