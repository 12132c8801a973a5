import { EventEmitter, once } from 'node:events'
import { connect } from 'node:net'
import { text } from 'node:stream/consumers'
import { describe, expect, test, vi } from 'vitest'
import { z } from 'zod'
import { ConnectError } from '../../src/core/errors.ts'
import { type Page, page, type UploadedFile } from '../../src/web/route.ts'
import { followRefused } from '../support/follow-refused.ts'
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
  takesFiles: () => true,
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
    const response = await post(fields({ name: 'fail' }))
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
  const asGuest = { caller: undefined, mount: '/pay' }

  test('is kept on a page that leads to signing in, without its token', async () => {
    const body = fields({ name: 'refuse', note: 'two\r\nlines' })
    for (const colour of ['red', 'blue']) body.append('colour', colour)
    const response = await post(body, asGuest)
    expect(response.status).toBe(401)
    expect(response.headers.get('cache-control')).toBe('no-store')
    expect(await response.json()).toEqual({
      view: 'signed-out',
      title: expect.any(String),
      signIn: `/sign-in?to=${encodeURIComponent('/pay/account/connect/signed-in')}`,
      inputs: [
        { name: 'name', value: 'refuse' },
        { name: 'note', value: 'two\r\nlines' },
        { name: 'colour', value: 'red' },
        { name: 'colour', value: 'blue' },
      ],
      files: [],
      multipart: false,
    })
  })

  test('says which files are to be chosen again', async () => {
    const body = new FormData()
    body.set('name', 'typed')
    body.set('front', new File(['front'], 'passport.png'))
    expect(await (await post(body, asGuest)).json()).toMatchObject({
      inputs: [{ name: 'name', value: 'typed' }],
      files: ['passport.png'],
      multipart: true,
    })
  })

  test('is not shown to anybody when another website sent it', async () => {
    const headers = { 'sec-fetch-site': 'cross-site' }
    const response = await post(fields({ name: 'planted' }), asGuest, headers)
    expect(response.status).toBe(403)
    expect(await response.text()).not.toContain('planted')
  })

  test('is kept within the limits of any form', async () => {
    expect((await post(fields({ name: 'x'.repeat(600_000) }), asGuest)).status).toBe(413)
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
