import { randomUUID } from 'node:crypto'
import { readdir, readFile } from 'node:fs/promises'
import path from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { OfflineStripe } from '../../../src/offline-stripe/start.ts'
import { startCheckedOfflineStripe } from '../../offline-stripe/oracle.ts'
import { describeWhereSet } from '../../support/needs.ts'
import { createDatabase, type KeptRows } from './databases.ts'
import { type PageServer, startPages } from './page-server.ts'
import { createProject, INSTALLING, type Project, type RunningDashboard } from './project.ts'

const PROFILE = '/account/create-profile'
const UP = '/../../../../../../../..'

describeWhereSet(
  'what people and the app write, in the real Dashboard',
  ['TEST_POSTGRESQL_URL'],
  (server = '') => {
    let project: Project
    let offlineStripe: OfflineStripe
    let app: PageServer
    let rows: KeptRows
    let dashboard: RunningDashboard
    let cookie: string

    beforeAll(async () => {
      ;[project, offlineStripe, app, rows] = await Promise.all([
        createProject('pg@8'),
        startCheckedOfflineStripe(),
        startPages(),
        createDatabase(server),
      ])
      dashboard = await project.start({
        ...rows.env,
        APPLICATION_SERVER: app.url,
        APPLICATION_SERVER_TOKEN: 'the-token-of-the-market',
        CONNECT_STRIPE_API: offlineStripe.url,
        CONNECT_STRIPE_KEY: 'sk_test_offline',
        USER_PROFILE_FIELDS: 'full-name,contact-email,display-email,website',
      })
      cookie = await signUp()
    }, INSTALLING)

    afterAll(async () => {
      await dashboard?.stop()
      await app?.close()
      await rows?.remove()
      await project?.remove()
      await offlineStripe?.close()
    })

    async function signUp(): Promise<string> {
      const person = { username: `ada-${randomUUID()}`, password: 'correct horse' }
      const body = new URLSearchParams({ ...person, confirm: person.password })
      const init = { method: 'POST', body, redirect: 'manual' } as const
      const { headers } = await fetch(`${dashboard.url}/account/register`, init)
      return headers
        .getSetCookie()
        .map((each) => each.split(';', 1)[0])
        .join('; ')
    }

    const get = (target: string, init: RequestInit = {}) =>
      fetch(dashboard.url + target, { redirect: 'manual', ...init, headers: { cookie } })

    /** What a visitor gets when this is the page of the app. */
    async function shown(html: string): Promise<string> {
      app.page = html
      const response = await fetch(`${dashboard.url}/page`)
      expect(response.status).toBe(200)
      return response.text()
    }

    async function sendProfile(changed: Record<string, string>): Promise<Response> {
      const form = await (await get(PROFILE)).text()
      const body = new URLSearchParams({
        'csrf-token': /name="csrf-token"[^>]* value="([^"]+)"/.exec(form)?.[1] ?? '',
        'full-name': 'Maya Hart',
        'contact-email': 'maya@example.com',
        'display-email': 'shop@example.com',
        website: 'https://maya.example/bowls?a=1&b=2',
        ...changed,
      })
      return get(PROFILE, { method: 'POST', body })
    }

    test('a profile with an ordinary website and ordinary addresses is stored', async () => {
      for (const website of ['http://maya.example', ' HTTPS://München.example/a b?x=&lt;#y ']) {
        const { status, headers } = await sendProfile({ website })
        expect([status, headers.get('location')]).toEqual([302, `${PROFILE}?message=success`])
      }
    })

    test.each([
      ['website', 'javascript:alert(1)'],
      ['website', '&#106;avascript:alert(1)'],
      ['website', '&#0000106avascript:alert(1)'],
      ['website', '&#x6A;avascript&colon;alert(1)'],
      ['website', '&#x6aavascript&colon;alert(1)'],
      ['website', '&NewLine;java&Tab;script:alert(1)'],
      ['website', 'java\tscript&#58alert(1)'],
      ['website', 'da&#116;a:text/html,x'],
      ['website', '//maya.example'],
      ['website', 'https:maya.example'],
      ['website', 'https://maya.example/" onfocus="alert(1)'],
      ['contact-email', '"&quot; onfocus=alert(1) x"@example.com'],
      ['display-email', '&quot;maya@example.com'],
    ])('one whose %s is none is shown again, with what is wrong: %s', async (field, value) => {
      const answer = await sendProfile({ [field]: value })
      expect(answer.status).toBe(200)
      expect(await answer.text()).toContain(` template="invalid-${field}"`)
    })

    test('no message in an address breaks a page, whatever of it is named', async () => {
      const folder = path.join(project.folder, 'node_modules/@layeredapps/dashboard/src/www/account')
      const pages = (await readdir(folder)).filter((name) =>
        /^(?!navbar|sign|delete|end|restore).*\.html$/.test(name),
      )
      const refused: string[] = []
      for (const page of pages) {
        const html = await readFile(path.join(folder, page), 'utf8')
        const address = `/account/${page.replace(/(?:^index)?\.html$/, '')}`
        const before = (await get(address)).status
        if (before !== 200) continue
        for (const [, id = ''] of html.matchAll(/id="([^"$]+)"/g)) {
          const target = `${address}?message=${encodeURIComponent(id)}`
          const { status } = await get(target)
          if (status !== 200) refused.push(target)
        }
      }
      expect(refused).toEqual([])
    })

    test.each([
      '/account/sellers.html',
      '/../../package.json',
      '/../../node_modules/@layeredapps/dashboard/error.html',
      `${UP}/etc/passwd`,
      '/../../nothing',
    ])('a page that is the name of a file is sent as it came: %s', async (name) => {
      expect(await shown(name)).toBe(name)
    })

    test.each([
      ['<', `<html lang="<" data-navbar="${UP}/etc/passwd">`],
      ['another quote', `<html title=' data-navbar="${UP}/etc/passwd" '>`],
      ['a comment before it', `<!-- > --><html data-navbar="${UP}/etc/passwd">`],
      ['lines between', `<html\n  lang="en" data-navbar="/x\n${UP}/etc/passwd">`],
    ])('a page brings no other file along with %s in its tag', async (_what, tag) => {
      const page = await shown(`${tag}<head></head><body>Well</body></html>`)
      expect(page).toContain('Well')
      expect(page).not.toContain('root:')
    })

    const page = (body: string) =>
      `<html lang="en"><head><title>Bowls</title></head><body>${body}</body></html>`

    test.each([
      ['that doubles a text', `!function(){var a="x";${'a=a+a;'.repeat(24)}y=a}()`],
      ['that calls itself', `!function(){var f=a=>a+a;x=${'f('.repeat(24)}"ab"${')'.repeat(24)}}()`],
      ['of functions within each other', `x=${'(a=>'.repeat(45)}a${')(a)'.repeat(45)}`],
    ])('a short script %s costs no more than another', async (_what, script) => {
      const costOf = async (text: string) => {
        const before = dashboard.cpu()
        const html = await shown(page(`<p>Well</p><script>${text}</script>`))
        expect(html).toContain('template-header')
        return dashboard.cpu() - before
      }
      const other = 'f();'.repeat(script.length / 4)
      await costOf(other)
      expect(await costOf(script)).toBeLessThan(3 * (await costOf(other)) + 100_000)
    })

    test.each([
      '<script>document.write("<b>Bowl</b>") // </p>\n</script>',
      '<script type="application/ld+json">{"@type": "Product", "name": "</b>"}</script>',
      '<script type="text/template"><li>{{ bowl }}</li></script>',
      '<script>not a script at all</script>',
      '<script> </script>',
      '<script data-src="a">f()</script>',
      '<script src="/bowls.js">f("</b>")</script>',
      `<script>${'track("</p>");'.repeat(60)}</script>`,
    ])('a script arrives in the template as the app wrote it: %s', async (script) => {
      const html = await shown(page(`<p>Well</p>${script}`))
      expect(html).toContain('template-header')
      expect(html).toContain(script)
    })

    test.each(['<html lang="<" data-template="false">', '<html data-x=">" data-template="false">'])(
      'a page that asks for no template gets none: %s',
      async (tag) => {
        const html = `${tag}<head><title>Well</title></head><body>Well</body></html>`
        expect(await shown(html)).toBe(html)
      },
    )
  },
)
