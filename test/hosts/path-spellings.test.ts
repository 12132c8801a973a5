import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import express, { type RequestHandler } from 'express'
import express4 from 'express4'
import fc from 'fast-check'
import { describe, expect, onTestFinished, test } from 'vitest'
import { MODULE_PATHS } from '../../src/core/addresses.ts'
import { routes } from '../../src/features.ts'
import requireConnectAccount from '../../src/server/require-connect-account.ts'
import { type App, startApp } from './express/support.ts'
import { behind, echo, send } from './support.ts'

const DOTS = ['..', '%2e%2e', '.%2E', '%252e%252e', '..;', '..;a=b', '%2e.%3b', '.', 'x', 'a%2fb', '', '%00']
const SLASHES = ['/', '/', '/', '%2f', '%2F', '\\', '%5c', '%252f', '//', '/./', '#/', '?/']
const ORIGINS = ['', '', '', 'http://h', 'http://', 'HTTP://h:80', 'https://u@h', 'http:', '//h']

/** A target that begins in one of the places and ends in another one, by a way that readers may understand differently. */
function targets(starts: readonly string[], ends: readonly string[]): fc.Arbitrary<string> {
  const part = fc.tuple(fc.constantFrom(...SLASHES), fc.constantFrom(...DOTS)).map((both) => both.join(''))
  return fc
    .tuple(
      fc.constantFrom(...ORIGINS),
      fc.constantFrom('', ...starts, ...ends),
      fc.array(part, { maxLength: 6 }),
      fc.constantFrom(...SLASHES),
      fc.constantFrom('', ...starts, ...ends),
    )
    .map(([origin, start, parts, slash, end]) => origin + start + parts.join('') + slash + end.slice(1))
}

/** The path where a reader arrives that undoes every spelling. */
function arrival(target: string): string {
  let url = target.split('?', 1)[0] ?? ''
  for (let count = 0; count < 3; count += 1) url = url.replace(/%(25|2e|2f|5c|3b)/gi, decodeURIComponent)
  return new URL(`http://host${url.replaceAll(/;[^/\\]*/g, '').replaceAll(/[/\\]+/g, '/')}`).pathname
}

/** A folder with a file that only sellers may see. */
async function gatedFolder(): Promise<RequestHandler> {
  const folder = await mkdtemp(path.join(tmpdir(), 'gated-'))
  onTestFinished(() => rm(folder, { recursive: true }))
  await writeFile(path.join(folder, 'secret.txt'), 'GATED')
  return express.static(folder)
}

const RUNS = { numRuns: 150 }
const USER = { 'x-test-user': 'ada' }
const OURS = ['/account/connect', '/public/connect', '/api/user/connect']
const GATED = ['/secret.txt', '/sell/secret.txt', '/sell']

describe.each([
  ['Express 5', express],
  ['Express 4', express4],
])('a gate in %s', (_version, make) => {
  async function gated(mount: string): Promise<App> {
    const files = await gatedFolder()
    const app: App = await startApp({
      mount,
      make,
      before: [
        (request, response, next) => app.connect.requireConnectAccount(request, response, next),
        files,
      ],
      routes: (site, { requireConnectAccount: gate }) => {
        const page: RequestHandler = (_request, response) => void response.send('GATED')
        site.use('/sell', gate, files, page)
      },
    })
    return app
  }

  test.each(['/', '/payments'])(
    'mounted at %s, lets pass only what the module answers, however it is spelled',
    async (mount) => {
      const { url } = await gated(mount)
      const base = mount === '/' ? '' : mount
      const ours = OURS.map((own) => base + own)
      await fc.assert(
        fc.asyncProperty(targets(ours, GATED), async (target) => {
          const answer = await send(url, { path: target, headers: USER })
          if (answer.statusCode === 303) return
          expect([400, 404, 200], target).toContain(answer.statusCode)
          // The app's own answers have no such header.
          if (answer.statusCode !== 400)
            expect(answer.headers['x-content-type-options'], target).toBe('nosniff')
          expect(answer.text, target).not.toMatch(/GATED|"app":/)
        }),
        {
          ...RUNS,
          examples: [
            [`${base}/account/connect/../../../secret.txt`],
            [`${base}/public/connect/..%2f..%2f..%2fsecret.txt`],
            [`http:///sell${base}/account/connect`],
            [`http://localhost/sell/..${base}/account/connect/x`],
            [`http://localhost/sell/a%2fb/../..${base}/account/connect/..%2f..%2f..%2fsecret.txt`],
          ],
        },
      )
    },
  )

  test('stands before none of the module’s own addresses', async () => {
    const { url } = await gated('/payments')
    for (const own of [...MODULE_PATHS, ...routes.map((route) => route.path)]) {
      const { statusCode, headers } = await send(url, { path: `/payments${own}?a=%2e%2e%2f`, headers: USER })
      expect([own, statusCode, headers['x-content-type-options']]).toEqual([own, statusCode, 'nosniff'])
    }
  })
})

describe('a gate of the standalone server', () => {
  test('lets nothing through to a page behind it, however it is spelled', async () => {
    const dashboard = await behind(echo, { handlers: { server: [requireConnectAccount] } })
    const { browser } = await dashboard.signedIn()
    const cookie = [...browser.cookies].map((pair) => pair.join('=')).join('; ')
    const open = ['/account', '/administrator', '/public', '/api', '/webhooks', ...OURS]
    await fc.assert(
      fc.asyncProperty(targets(open, ['/sell', '/accounts', '/publicity']), async (target) => {
        const { statusCode, text } = await send(dashboard.url, { path: target, headers: { cookie } })
        if (statusCode !== 200 || !text.startsWith('{"method"')) return
        const { url } = JSON.parse(text) as { url: string }
        expect([target, arrival(url)]).toEqual([target, expect.stringMatching(/^\/(public|api|webhooks)\//)])
      }),
      {
        ...RUNS,
        examples: [
          ['/public/../sell'],
          ['/api/..%252fsell'],
          ['http:///sell/public/x'],
          ['/administrator\\x/'],
        ],
      },
    )
  })
})
