import { EventEmitter, once } from 'node:events'
import { connect } from 'node:net'
import { text } from 'node:stream/consumers'
import { describe, expect, test, vi } from 'vitest'
import { z } from 'zod'
import type { Caller } from '../../src/context/context.ts'
import { ConnectError } from '../../src/core/errors.ts'
import { type Page, page, type UploadedFile } from '../../src/web/route.ts'
import { followRefused } from '../support/follow-refused.ts'
import { servicesOfTest } from '../support/services.ts'
import { type AdapterOptions, CSRF_TOKEN, PERSON, serve } from './support.ts'

const PATH = '/account/connect/thing'

async function load(_context: unknown, { query, attempt }: { query: unknown; attempt: unknown }) {
  return { view: 'thing', data: { query, attempt } }
}

/** A form that shows what it received: refused with `refuse`, failing with `fail`. */
const form: Page = page({
  path: PATH,
  audience: 'user',
  query: z.object({ id: z.string().optional() }),
  fileFields: async () => ['document', 'file', 'photo', 'front', 'scan'],
  secrets: ['password'],
  load,
  async submit(_context, { body, files }) {
    if (body.name === 'refuse') throw new ConnectError('invalid-name', { field: 'name', status: 409 })
    if (body.name === 'fail') throw new TypeError('secret')
    if (body.name === 'show')
      return { view: 'shown', data: { body, files: files.map(withoutBytes) }, status: 201 }
    return { redirect: '/account/connect/next?id=1' }
  },
})
const next = page({ path: '/account/connect/next', audience: 'user', query: z.object({}), load })
const withoutBytes = ({ bytes, ...file }: UploadedFile) => ({ ...file, size: bytes.length })

async function post(
  body: NonNullable<RequestInit['body']>,
  options: AdapterOptions = {},
  headers: Record<string, string> = {},
) {
  const url = await serve([form, next], { caller: PERSON, ...options })
  const response = await fetch(`${url}${options.mount ?? ''}${PATH}?id=7`, {
    method: 'POST',
    body,
    headers,
    redirect: 'manual',
  })
  return followRefused(response)
}

const fields = (values: Record<string, string>) =>
  new URLSearchParams({ 'csrf-token': CSRF_TOKEN, ...values })

describe('a page', () => {
  test('sends a guest to sign in and back, whatever they wanted to do, when they typed nothing', async () => {
    const url = await serve([form])
    for (const method of ['GET', 'POST']) {
      const response = await fetch(`${url}${PATH}?id=7`, { method, redirect: 'manual' })
      expect(response.status).toBe(303)
      expect(response.headers.get('location')).toBe(`/sign-in?to=${encodeURIComponent(`${PATH}?id=7`)}`)
    }
  })

  test('shows an error page for a query that does not fit, an unknown path, and what it cannot be sent', async () => {
    const url = await serve([form, next], { caller: PERSON })
    const twice = await fetch(`${url}${PATH}?id=1&id=2`)
    expect(twice.status).toBe(400)
    expect(await twice.json()).toMatchObject({ view: 'error', status: 400 })
    const unknown = await fetch(`${url}/account/nothing`)
    expect(unknown.status).toBe(404)
    expect(await unknown.json()).toMatchObject({ view: 'error', title: 'Page not found' })
    expect((await fetch(`${url}/account/connect/next`, { method: 'POST' })).status).toBe(405)
  })

  test('shows nothing of a fault of ours but the id of the request', async () => {
    const broken = page({
      ...{ path: PATH, audience: 'user', query: z.object({}) },
      load: async () => {
        throw new TypeError('secret')
      },
    })
    const response = await fetch((await serve([broken], { caller: PERSON })) + PATH)
    expect(response.status).toBe(500)
    const answer = await response.text()
    expect(JSON.parse(answer)).toMatchObject({ view: 'error', requestId: 'request-1' })
    expect(answer).not.toContain('secret')
  })

  test('is words when not even the error page can be drawn', async () => {
    const draw = async () => {
      throw new Error('no such template')
    }
    const url = await serve([form], { caller: PERSON, hooks: { draw } })
    const response = await fetch(url + PATH)
    expect(response.status).toBe(500)
    expect(await response.text()).toContain('request-1')
  })
})

describe('a form', () => {
  test('that is taken leads on, below the path that the host mounts it under', async () => {
    expect((await post(fields({}))).headers.get('location')).toBe('/account/connect/next?id=1')
    const mounted = await post(fields({}), { mount: '/pay' })
    expect(mounted.status).toBe(303)
    expect(mounted.headers.get('location')).toBe('/pay/account/connect/next?id=1')
  })

  test('that is refused comes back with everything typed and what is wrong', async () => {
    const response = await post(fields({ name: 'refuse', other: 'typed' }))
    expect(response.status).toBe(409)
    expect(await response.json()).toEqual({
      view: 'thing',
      query: { id: '7' },
      attempt: {
        values: { name: 'refuse', other: 'typed' },
        problems: [{ code: 'invalid-name', field: 'name' }],
      },
    })
  })

  describe('that fails through a fault of ours', () => {
    const asTyped = {
      view: 'thing',
      attempt: {
        values: { name: 'fail', other: 'typed' },
        problems: [{ code: 'internal-error', values: { requestId: 'request-1' } }],
      },
    }

    test('comes back with everything typed but the secrets, and the fault is logged', async () => {
      const services = await servicesOfTest()
      vi.spyOn(services.log, 'child').mockReturnValue(services.log as never)
      const error = vi.spyOn(services.log, 'error')
      const sent = fields({ name: 'fail', other: 'typed', password: 'sesame' })
      const response = await post(sent, { services })
      expect(response.status).toBe(500)
      const answer = await response.text()
      expect(JSON.parse(answer)).toMatchObject(asTyped)
      expect(answer).not.toMatch(/secret|sesame/)
      expect(error.mock.calls).toEqual([[{ err: new TypeError('secret') }, 'a request failed']])
    })

    test('comes back with everything typed when it was not known which files it asks for', async () => {
      const fileFields = async () => {
        throw new TypeError('secret')
      }
      const broken = page({ path: PATH, audience: 'user', query: z.object({}), fileFields, load, submit })
      const url = await serve([broken], { caller: PERSON })
      const body = new FormData()
      for (const [name, value] of fields({ name: 'fail', other: 'typed' })) body.set(name, value)
      body.set('front', new File(['front'], 'front.png'))
      const sent = await fetch(url + PATH, { method: 'POST', body, redirect: 'manual' })
      const response = await followRefused(sent)
      expect([response.status, await response.json()]).toMatchObject([500, asTyped])
    })

    test('is an error page when it cannot be shown again', async () => {
      let isBroken = false
      const breaking = page({
        ...{ path: PATH, audience: 'user', query: z.object({}) },
        load: async (...given) => (isBroken ? submit() : load(...given)),
        submit: async () => {
          isBroken = true
          return submit()
        },
      })
      const url = await serve([breaking], { caller: PERSON })
      const sent = { method: 'POST', body: fields({ name: 'fail' }), redirect: 'manual' } as const
      const response = await followRefused(await fetch(url + PATH, sent))
      expect([response.status, await response.json()]).toMatchObject([500, { view: 'error' }])
    })

    async function submit(): Promise<never> {
      throw new TypeError('secret')
    }
  })

  test('with a token that is missing or wrong comes back with everything typed', async () => {
    for (const token of ['', 'forged']) {
      const response = await post(fields({ name: 'typed', 'csrf-token': token }))
      expect(response.status).toBe(403)
      expect(await response.json()).toMatchObject({
        attempt: { values: { name: 'typed' }, problems: [{ code: 'invalid-csrf-token' }] },
      })
    }
  })
})

describe('a form that comes after the person was signed out', () => {
  const OWNERS: Record<string, string> = { [CSRF_TOKEN]: PERSON.accountid }
  const formOwner = (token: unknown) => OWNERS[String(token)]

  /** Sends a form as a guest, and signs in as somebody, whom sign-in leads back. */
  async function comeBack(body: NonNullable<RequestInit['body']>, as: Caller = PERSON) {
    let caller: Caller | undefined
    const hooks = { formOwner, caller: async () => caller }
    const url = await serve([form], { mount: '/pay', hooks })
    const sent = await fetch(`${url}/pay${PATH}?id=7`, { method: 'POST', body, redirect: 'manual' })
    caller = as
    const signIn = new URL(sent.headers.get('location') ?? '', url)
    const shown = await fetch(url + signIn.searchParams.get('to'))
    return { sent, signIn, shown, page: (await shown.json()) as { attempt?: unknown } }
  }

  test('comes back as it was typed once the person has signed in', async () => {
    const body = fields({ name: 'refuse', note: 'two\r\nlines', password: 'secret' })
    for (const colour of ['red', 'blue']) body.append('colour', colour)
    const { sent, signIn, shown, page } = await comeBack(body)
    expect([sent.status, sent.headers.get('cache-control')]).toEqual([303, 'no-store'])
    expect(signIn.pathname).toBe('/sign-in')
    expect(signIn.href).not.toContain('lines')
    expect(shown.status).toBe(200)
    expect(page).toEqual({
      view: 'thing',
      query: { id: '7' },
      attempt: {
        values: { name: 'refuse', note: 'two\r\nlines', colour: ['red', 'blue'] },
        problems: [{ code: 'signed-out' }],
      },
    })
  })

  test('comes back without its files', async () => {
    const body = new FormData()
    body.set('csrf-token', CSRF_TOKEN)
    body.set('name', 'typed')
    body.set('front', new File(['front'], 'passport.png'))
    expect((await comeBack(body)).page).toMatchObject({ attempt: { values: { name: 'typed' } } })
  })

  test('is shown to nobody else who signs in', async () => {
    const { shown, page } = await comeBack(fields({ name: 'typed' }), { ...PERSON, accountid: 'account_2' })
    expect([shown.status, page.attempt]).toEqual([200, undefined])
  })

  test('is shown to nobody else who has signed in with that browser meanwhile', async () => {
    const other = { ...PERSON, accountid: 'account_2' }
    const response = await post(fields({ name: 'typed' }), { caller: other, hooks: { formOwner } })
    expect(response.status).toBe(403)
    expect(await response.json()).toMatchObject({
      attempt: { values: {}, problems: [{ code: 'form-of-another-person' }] },
    })
  })

  test('only leads to signing in when it was no form of a person', async () => {
    const { signIn } = await comeBack(fields({ name: 'typed', 'csrf-token': 'made up' }))
    expect(signIn.searchParams.get('to')).toBe(`/pay${PATH}?id=7`)
  })

  test('is not kept when another website sent it', async () => {
    const headers = { 'sec-fetch-site': 'cross-site' }
    const response = await post(
      fields({ name: 'planted' }),
      { caller: undefined, hooks: { formOwner } },
      headers,
    )
    expect(response.status).toBe(403)
    expect(await response.text()).not.toContain('planted')
  })

  test('is kept within the limits of any form', async () => {
    expect((await post(fields({ name: 'x'.repeat(600_000) }), { caller: undefined })).status).toBe(413)
  })
})

describe('files', () => {
  const upload = (files: Record<string, File>) => {
    const body = new FormData()
    body.set('csrf-token', CSRF_TOKEN)
    body.set('name', 'show')
    for (const [name, file] of Object.entries(files)) body.append(name, file)
    return body
  }

  test('arrive with their names, and inputs left empty do not count', async () => {
    const response = await post(
      upload({
        front: new File(['front'], 'ausweis-vorn ä.png', { type: 'image/png' }),
        back: new File([], '', { type: 'application/octet-stream' }),
      }),
    )
    expect(response.status).toBe(201)
    expect(await response.json()).toMatchObject({
      files: [{ field: 'front', name: 'ausweis-vorn ä.png', type: 'image/png', size: 5 }],
    })
  })

  test('that are too large are named; what was typed beside them is not lost', async () => {
    const response = await post(upload({ front: new File([new Uint8Array(10_500_000)], 'large.png') }))
    expect(response.status).toBe(413)
    expect(await response.json()).toMatchObject({
      attempt: { values: { name: 'show' }, problems: [{ code: 'file-too-large', field: 'front' }] },
    })
  })

  test('in greater number than any form has are refused', async () => {
    const body = upload({})
    for (let index = 0; index < 30; index += 1) body.append('many', new File(['x'], `${index}.png`))
    expect((await post(body)).status).toBe(413)
  })

  test.each([
    [
      'cut off',
      'multipart/form-data; boundary=x',
      '--x\r\ncontent-disposition: form-data; name="a"\r\n\r\nb',
    ],
    ['without a boundary', 'multipart/form-data', 'x'],
    ['not multipart at all', 'multipart/form-data; boundary=x', 'garbage'],
    ['with a broken head', 'multipart/form-data; boundary=x', '--x\r\ngarbage\r\n\r\n--x--\r\n'],
  ])('a form %s is answered once, in words', async (_name, type, body) => {
    const response = await post(body, {}, { 'content-type': type })
    expect([400, 403]).toContain(response.status)
  })

  test('a sender who leaves before it is known who they are is given up', async () => {
    const steps = new EventEmitter()
    const caller = async () => {
      steps.emit('asked')
      await once(steps, 'known')
      return PERSON
    }
    const draw = vi.fn(async () => '')
    const url = new URL(await serve([form], { hooks: { caller, draw } }))
    const asked = once(steps, 'asked')
    const socket = connect(Number(url.port), url.hostname)
    socket.write(
      `POST ${PATH} HTTP/1.1\r\nhost: x\r\ncontent-type: multipart/form-data; boundary=x\r\ncontent-length: 5000\r\n\r\n--x\r\n`,
    )
    await asked
    socket.resetAndDestroy()
    // By the time this is answered, the server has seen the connection end.
    const other = fetch(url.origin)
    await once(steps, 'asked')
    steps.emit('known')
    await other
    expect(draw).toHaveBeenCalledWith(expect.objectContaining({ view: 'error' }), expect.anything())
  })

  test('beside more text than a form without them may have are refused', async () => {
    const body = upload({ front: new File(['front'], 'front.png') })
    for (let index = 0; index < 10; index += 1) body.append('name', 'x'.repeat(60_000))
    expect((await post(body)).status).toBe(413)
  })

  test('a sender who stops half-way leaves nothing behind', async () => {
    const url = new URL(await serve([form], { caller: PERSON }))
    const socket = connect(Number(url.port), url.hostname)
    socket.end(
      `POST ${PATH} HTTP/1.1\r\nhost: x\r\ncontent-type: multipart/form-data; boundary=x\r\ncontent-length: 5000\r\n\r\n--x\r\n`,
    )
    await text(socket).catch(() => undefined)
    expect((await fetch(`${url.href.replace(/\/$/, '')}${PATH}`)).status).toBe(200)
  })
})
