import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { describe, expect, onTestFinished, test, vi } from 'vitest'
import { createLogger } from '../../../src/core/log.ts'
import { readDashboardSettings } from '../../../src/hosts/standalone/dashboard-settings.ts'
import { loadMail, type Mail, mailer, type SendMail } from '../../../src/hosts/standalone/mail.ts'
import { eventually } from '../../support/eventually.ts'
import { type DashboardOptions, startDashboard } from '../support.ts'

const FORGOT = '/account/forgot-password'
const NEW = 'a new password, quite long'
const EMAIL = 'account_maya@example.com'

/** A host with one person, whose mails the test receives. */
async function open(mail?: SendMail, options: DashboardOptions = {}) {
  const mails: Mail[] = []
  const dashboard = await startDashboard({
    config: { url: 'http://market.example' },
    mail: mail ?? ((sent) => mails.push(sent)),
    ...options,
  })
  const { browser: maya } = await dashboard.signedIn('account_maya')
  const ask = (email: string, init?: RequestInit) => dashboard.browser().submit(FORGOT, { email }, init)
  return { ...dashboard, mails, maya, ask }
}

const addressIn = ({ text }: Mail) => new URL(/https?:\S+/.exec(text)?.[0] ?? '')

describe('somebody who has forgotten their password', () => {
  test('is mailed a link that sets a new one, once', async () => {
    const { mails, ask, browser, maya } = await open()
    const guest = browser()
    expect((await maya.get('/account')).status).toBe(200)
    expect(await guest.text('/account/signin')).toContain(`href="${FORGOT}"`)
    const answer = await ask('  \u200bＡccount_Maya@Example.com. ')
    expect([answer.status, answer.headers.get('location')]).toEqual([303, `${FORGOT}?message=sent`])
    expect(await guest.text(`${FORGOT}?message=sent`)).toContain('Check your e-mail')
    await eventually(() => expect(mails).toHaveLength(1))
    const [mail] = mails as [Mail]
    expect([mail.to, mail.subject]).toEqual([EMAIL, 'Set a new password for Test market'])
    const { origin, pathname, search } = addressIn(mail)
    expect(origin).toBe('http://market.example')
    expect((await browser().submit(pathname + search, { 'new-password': NEW })).status).toBe(303)
    expect((await browser().get(pathname + search)).status).toBe(404)
    expect((await maya.get('/account')).status).toBe(303)
    expect((await browser().signIn(EMAIL, NEW)).status).toBe(303)
  })

  test('is answered the same when nobody has the address, and no mail is sent', async () => {
    const { mails, ask } = await open()
    const answers = []
    for (const email of ['nobody@example.com', EMAIL]) {
      const { status, headers } = await ask(email)
      answers.push([status, headers.get('location')])
    }
    expect(answers[0]).toEqual(answers[1])
    await eventually(() => expect(mails).toHaveLength(1))
    expect(mails.map(({ to }) => to)).toEqual([EMAIL])
  })

  test('gets the public address, whatever the request says its host is', async () => {
    const { mails, ask } = await open()
    await ask(EMAIL, { headers: { 'x-forwarded-host': 'evil.example', forwarded: 'host=evil.example' } })
    await eventually(() => expect(mails).toHaveLength(1))
    expect(mails[0]?.text).toContain('http://market.example/account/reset-password')
    expect(mails[0]?.text).not.toContain('evil')
  })

  test('corrects an address that is none', async () => {
    const { ask, mails } = await open()
    const refused = await ask('maya')
    const page = await refused.text()
    expect(refused.status).toBe(400)
    expect(page).toContain('Enter an e-mail address')
    expect(page).toContain('value="maya"')
    expect(mails).toEqual([])
  })

  test('is asked to wait, known or not, and so is a network', async () => {
    const { ask } = await open(undefined, { trustedProxies: 1 })
    const from = (ip: string) => ({ headers: { 'x-forwarded-for': ip } })
    for (const [network, email] of [
      [1, EMAIL],
      [2, 'nobody@example.com'],
    ] as const) {
      const statuses = []
      for (let tries = 0; tries < 6; tries += 1)
        statuses.push((await ask(email, from(`192.0.2.${network}`))).status)
      expect(statuses).toEqual([303, 303, 303, 303, 303, 429])
    }
    const many = []
    for (let tries = 0; tries < 21; tries += 1)
      many.push((await ask(`person${tries}@example.com`, from('192.0.2.3'))).status)
    expect([many[19], many[20]]).toEqual([303, 429])
  })
})

describe('a module that sends mail', () => {
  async function logged(mail: SendMail) {
    let log = ''
    const write = (line: string) => {
      log += line
    }
    const host = await open(mail, { log: createLogger('info', { write }) })
    return { ...host, log: () => log }
  }

  test.each<[string, SendMail]>([
    [
      'throws',
      ({ to, text }) => {
        throw new Error(`550 <${to}> refused: ${text}`)
      },
    ],
    ['rejects', async ({ to, text }) => Promise.reject(new Error(`550 <${to}> refused: ${text}`))],
  ])('and %s is logged without the address and the link; nobody notices', async (_how, mail) => {
    const { ask, log } = await logged(mail)
    expect((await ask(EMAIL)).status).toBe(303)
    await eventually(() => expect(log()).toContain('a mail could not be sent'))
    expect(log()).toContain('550')
    expect(log()).not.toContain(EMAIL)
    expect(log()).not.toContain('secret=')
  })

  test('and hangs keeps nobody waiting', async () => {
    const { ask } = await logged(() => new Promise(() => {}))
    expect((await ask(EMAIL)).status).toBe(303)
    expect((await ask(EMAIL)).status).toBe(303)
  })

  test('and hangs is logged after a while, gathers only so many mails, and is tried again', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
    onTestFinished(() => {
      vi.useRealTimers()
    })
    let log = ''
    const write = (line: string) => {
      log += line
    }
    const hang = vi.fn(() => new Promise(() => {}))
    const send = mailer(hang, createLogger('info', { write }))
    const mail = { to: EMAIL, subject: 'Set a new password', text: 'https://market.example/' }
    for (let mails = 0; mails < 101; mails += 1) send(mail)
    expect(hang).toHaveBeenCalledTimes(100)
    expect(log).toContain('too many are under way')
    vi.advanceTimersByTime(31_000)
    await eventually(() => expect(log.match(/did not finish within 30 seconds/g)).toHaveLength(100))
    send(mail)
    expect(hang).toHaveBeenCalledTimes(101)
  })

  test('is named in the package.json, by a path in its folder', async () => {
    const folder = await mkdtemp(path.join(tmpdir(), 'mail-'))
    onTestFinished(() => rm(folder, { recursive: true }))
    await writeFile(path.join(folder, 'package.json'), '{ "dashboard": { "mail": "/mail.mjs" } }')
    await writeFile(path.join(folder, 'mail.mjs'), "export default async ({ to }) => 'sent to ' + to")
    await writeFile(path.join(folder, 'other.mjs'), 'export const send = 1')
    const { mail = '' } = await readDashboardSettings(folder)
    const send = await loadMail(mail, folder)
    expect(await send({ to: EMAIL, subject: '', text: '' })).toBe(`sent to ${EMAIL}`)
    await expect(loadMail('/other.mjs', folder)).rejects.toThrow(
      '/other.mjs of package.json is not a function',
    )
    await expect(loadMail('/none.mjs', folder)).rejects.toThrow('/none.mjs of package.json cannot be loaded')
  })
})

test('without such a module, the page is not there, and sign-in says whom to ask', async () => {
  const browser = (await startDashboard()).browser()
  expect((await browser.get(FORGOT)).status).toBe(404)
  const page = await browser.text('/account/signin')
  expect(page).not.toContain(FORGOT)
  expect(page).toContain('Ask the marketplace for a link')
})
