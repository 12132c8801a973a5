import { afterEach, describe, expect, test, vi } from 'vitest'
import { z } from 'zod'
import type { Caller } from '../../src/context/context.ts'
import { uploadBudget } from '../../src/web/body-budget.ts'
import { type Attempt, apiRoute, page } from '../../src/web/route.ts'
import { SlowForm } from '../hosts/slow-form.ts'
import { eventually } from '../support/eventually.ts'
import { type AdapterOptions, CSRF_TOKEN, PERSON, serve } from './support.ts'

const MB = 1024 * 1024

const DOCUMENTS = '/account/connect/documents'
const NAMES = '/account/connect/names'
const API = '/api/user/connect/thing'
const PLAIN_API = '/api/user/connect/plain-thing'

/** The first page's form waits for this before it is done. */
let submitting: Promise<void> | undefined

/** Each page shows how many bytes of files are held while it is drawn. */
const shown = async (_context: unknown, { attempt }: { attempt: Attempt | undefined }) => ({
  view: 'form',
  data: { attempt, held: uploadBudget.held },
})
const submitted = async (_context: unknown, { files }: { files: readonly { bytes: Uint8Array }[] }) => {
  await submitting
  return { view: 'taken', data: { sizes: files.map(({ bytes }) => bytes.length), held: uploadBudget.held } }
}
const documents = page({
  path: DOCUMENTS,
  audience: 'user',
  query: z.object({ step: z.string().optional() }),
  fileFields: async (_context, { query }) => (query.step === 'names' ? [] : ['front', 'back', 'proof']),
  load: shown,
  submit: submitted,
})
const names = page({ path: NAMES, audience: 'user', query: z.object({}), load: shown, submit: submitted })
const administrators = page({
  path: '/administrator/connect/documents',
  audience: 'administrator',
  query: z.object({}),
  fileFields: async () => ['front', 'back', 'proof'],
  load: shown,
  submit: submitted,
})
const signIn = page({
  path: '/account/signin',
  audience: 'guest',
  query: z.object({}),
  load: shown,
  submit: submitted,
})
const api = (path: typeof API | typeof PLAIN_API, takesFiles: boolean) =>
  apiRoute({
    method: 'POST',
    path,
    audience: 'user',
    summary: '',
    query: z.object({}),
    body: z.object({ name: z.string().optional() }),
    ...(takesFiles && { fileFields: async () => ['front', 'back', 'proof'] }),
    errors: [],
    returns: z.number(),
    handle: async (_context, { files }) => files.length,
  })

/** Headers say who is asking. */
const hooks: NonNullable<AdapterOptions['hooks']> = {
  caller: async (request) => personOf(request.get('x-person')),
  ip: (request) => request.get('x-address') ?? '192.0.2.1',
}

function personOf(accountid: string | undefined): Caller | undefined {
  return accountid ? { ...PERSON, accountid } : undefined
}

async function host(
  others: AdapterOptions['hooks'] = {},
): Promise<(path: string, person?: string, address?: string) => SlowForm> {
  const routes = [documents, names, administrators, signIn, api(API, true), api(PLAIN_API, false)]
  const url = await serve(routes, { hooks: { ...hooks, ...others } })
  return (path, person = 'ada', address = '192.0.2.1') =>
    new SlowForm(url + path, { headers: { 'x-person': person, 'x-address': address } })
}

const nothingIsHeld = () => eventually(() => expect(uploadBudget.held).toBe(0))

afterEach(async () => {
  vi.useRealTimers()
  submitting = undefined
  await nothingIsHeld()
})

describe('a file is kept', () => {
  test('from somebody signed in whose form has file inputs, once the token has come', async () => {
    const open = await host()
    const form = open(DOCUMENTS).field('csrf-token', CSRF_TOKEN).file('front', MB)
    await eventually(() => expect(uploadBudget.held).toBe(MB))
    const { status, body } = await form.file('back', 5).end()
    expect([status, JSON.parse(body)]).toEqual([200, { view: 'taken', sizes: [MB, 5], held: MB + 5 }])
  })

  test('from a caller of the API, where the route takes files', async () => {
    const open = await host()
    const form = open(API).file('front', MB)
    await eventually(() => expect(uploadBudget.held).toBe(MB))
    expect(await form.end()).toMatchObject({ status: 200, body: '1' })
  })
})

describe('a file is not kept', () => {
  test('when the form or the call does not ask for it', async () => {
    const open = await host()
    const form = open(DOCUMENTS).field('csrf-token', CSRF_TOKEN).field('name', 'typed').file('other', MB)
    await eventually(() => expect(form.file('front', 5) && uploadBudget.held).toBeGreaterThan(0))
    expect(uploadBudget.held).toBeLessThan(MB)
    const { status, body } = await form.end()
    const { attempt } = JSON.parse(body)
    expect([status, attempt.problems, attempt.values]).toEqual([
      400,
      [{ code: 'unexpected-file', field: 'other' }],
      { name: 'typed' },
    ])
    const call = open(API)
      .file('other', 12 * MB)
      .file('front', MB)
    await eventually(() => expect(uploadBudget.held).toBe(MB))
    expect(JSON.parse((await call.end()).body)).toMatchObject({ message: 'unexpected-file', field: 'other' })
  })

  const refused = async (form: SlowForm) => {
    const { status, body } = await form
      .file('front', 12 * MB)
      .field('name', 'typed')
      .end()
    const { attempt, held } = JSON.parse(body)
    expect(held).toBe(0)
    return [status, attempt.problems, attempt.values]
  }
  const wrongToken = [403, [{ code: 'invalid-csrf-token' }], { name: 'typed' }]

  test('without a token, nor with a wrong one', async () => {
    const open = await host()
    expect(await refused(open(DOCUMENTS))).toEqual(wrongToken)
    expect(await refused(open(DOCUMENTS).field('csrf-token', 'guessed'))).toEqual(wrongToken)
  })

  test('when it comes before the token', async () => {
    const open = await host()
    const form = open(DOCUMENTS)
      .file('front', 12 * MB)
      .field('csrf-token', CSRF_TOKEN)
      .field('name', 'typed')
    const { status, body } = await form.end()
    expect([status, JSON.parse(body)]).toEqual([
      403,
      {
        view: 'form',
        attempt: { values: { name: 'typed' }, problems: [{ code: 'invalid-csrf-token' }] },
        held: 0,
      },
    ])
  })

  test.each([NAMES, `${DOCUMENTS}?step=names`])('where the form has no file inputs: %s', async (path) => {
    const open = await host()
    const unexpected = [400, [{ code: 'unexpected-file', field: 'front' }], { name: 'typed' }]
    expect(await refused(open(path).field('csrf-token', CSRF_TOKEN))).toEqual(unexpected)
  })

  test('where a route of the API takes none', async () => {
    const open = await host()
    const { status, body } = await open(PLAIN_API).file('front').end()
    expect([status, JSON.parse(body)]).toMatchObject([400, { message: 'unexpected-file', field: 'front' }])
  })

  test('of a form that is refused for another', async () => {
    const open = await host()
    const form = open(DOCUMENTS)
      .field('csrf-token', CSRF_TOKEN)
      .file('back', 5 * MB)
    const problems = [{ code: 'file-too-large', field: 'front' }]
    expect(await refused(form)).toEqual([413, problems, { name: 'typed' }])
  })

  test('when it is an input that was left empty', async () => {
    const open = await host()
    const form = open(NAMES).field('csrf-token', CSRF_TOKEN).file('front', 0, '')
    expect((await form.end()).status).toBe(200)
  })
})

describe('of a guest', () => {
  test('nothing of a file is kept', async () => {
    const open = await host({ formOwner: () => PERSON.accountid })
    const form = open(DOCUMENTS, '').field('csrf-token', CSRF_TOKEN)
    const { status } = await form
      .file('front', 20 * MB)
      .field('name', 'typed')
      .end()
    expect([status, uploadBudget.held]).toEqual([303, 0])
  })

  test.each([NAMES, DOCUMENTS, '/account/signin'])(
    'less text is taken than of a person: %s',
    async (path) => {
      const open = await host()
      const send = async (person: string) => {
        const form = open(path, person).field('csrf-token', CSRF_TOKEN)
        for (let index = 0; index < 4; index += 1) form.field('name', 'x'.repeat(50_000))
        return (await form.end()).status
      }
      expect(await send('')).toBe(413)
      expect(await send('ada')).toBe(200)
    },
  )
})

describe('nothing is read', () => {
  test.each([
    ['for a guest of an administrator’s page', '/administrator/connect/documents', 'ada', 403],
    ['for an address that is wrong', `${DOCUMENTS}?step=1&step=2`, 'ada', 400],
    ['for a guest of the API', API, '', 401],
    ['where there is nothing', '/account/nothing', 'ada', 404],
  ])('%s', async (_what, path, person, status) => {
    const open = await host()
    // The answer comes before the form has ended.
    expect((await open(path, person).file('front').answer).status).toBe(status)
  })
})

describe('files that would be too many at once', () => {
  type Sender = [person: string, address: string]
  type Senders = [Sender, Sender, Sender]
  const fill = async (open: Awaited<ReturnType<typeof host>>, person: string, address: string) => {
    const before = uploadBudget.held
    const form = open(DOCUMENTS, person, address).field('csrf-token', CSRF_TOKEN)
    for (const name of ['front', 'back', 'proof']) form.file(name, 10 * MB)
    await eventually(() => expect(uploadBudget.held).toBe(before + 30 * MB))
    return form
  }
  const sendFive = async (open: Awaited<ReturnType<typeof host>>, person: string, address: string) => {
    const form = open(DOCUMENTS, person, address).field('csrf-token', CSRF_TOKEN).field('name', 'typed')
    return form.file('front', 5 * MB).end()
  }

  test.each<[string, ...Senders]>([
    ['for one person, wherever they are', ['ada', '192.0.2.1'], ['ada', '192.0.2.2'], ['ada', '192.0.2.3']],
    ['from one address, whoever it is', ['ada', '192.0.2.1'], ['ben', '192.0.2.1'], ['cleo', '192.0.2.1']],
  ])('%s, are refused until others are done', async (_what, first, second, third) => {
    const open = await host()
    const leaving = await fill(open, ...first)
    const finishing = await fill(open, ...second)
    const { status, headers, body } = await sendFive(open, ...third)
    expect([status, headers['retry-after']]).toEqual([503, expect.stringMatching(/^\d+$/)])
    expect(JSON.parse(body)).toMatchObject({
      attempt: { values: { name: 'typed' }, problems: [{ code: 'uploads-busy', field: 'front' }] },
    })
    expect((await sendFive(open, 'dora', '192.0.2.9')).status, 'somebody else').toBe(200)
    leaving.leave()
    await eventually(() => expect(uploadBudget.held).toBe(30 * MB))
    expect((await sendFive(open, ...third)).status).toBe(200)
    expect((await finishing.end()).status).toBe(200)
  })

  test('for the whole process are refused, to programs too', async () => {
    const open = await host()
    const forms = []
    for (let index = 1; index <= 4; index += 1)
      forms.push(await fill(open, `person ${index}`, `192.0.2.${index}`))
    const { status, headers, body } = await open(API, 'eve', '192.0.2.5')
      .file('front', 9 * MB)
      .end()
    expect([status, headers['retry-after']]).toEqual([503, expect.stringMatching(/^\d+$/)])
    expect(JSON.parse(body)).toMatchObject({ message: 'uploads-busy' })
    for (const form of forms) form.leave()
    await nothingIsHeld()
  })

  test('are counted until nothing needs them, also when the sender leaves before', async () => {
    let submit = () => {}
    submitting = new Promise((resolve) => {
      submit = resolve
    })
    const open = await host()
    const form = open(DOCUMENTS).field('csrf-token', CSRF_TOKEN).file('front', MB)
    void form.end().catch(() => {})
    await eventually(() => expect(uploadBudget.held).toBe(MB))
    form.leave()
    await await open(NAMES).field('csrf-token', 'wrong').end()
    expect(uploadBudget.held).toBe(MB)
    submit()
    await nothingIsHeld()
  })
})

describe('what no form has', () => {
  test.each([
    [
      'parts that are nothing',
      (form: SlowForm) => {
        for (let index = 0; index < 600; index += 1) form.bytes('\r\n--boundary-of-the-form\r\nx: y\r\n\r\n')
      },
    ],
    [
      'fields',
      (form: SlowForm) => {
        for (let index = 0; index < 600; index += 1) form.field(`name ${index}`, '')
      },
    ],
    [
      'files',
      (form: SlowForm) => {
        for (let index = 0; index < 30; index += 1) form.file(`file ${index}`)
      },
    ],
    [
      'text in names',
      (form: SlowForm) => {
        for (let index = 0; index < 400; index += 1) form.field('n'.repeat(1500), '')
      },
    ],
    ['bytes', (form: SlowForm) => form.file('front', 70 * MB)],
  ])('as many %s, ends with what came before still there', async (_what, add) => {
    const open = await host()
    const form = open(DOCUMENTS).field('csrf-token', CSRF_TOKEN).field('name', 'typed')
    add(form)
    const { status, body } = await form.end()
    expect(status).toBe(413)
    expect(JSON.parse(body)).toMatchObject({
      attempt: {
        values: { name: 'typed' },
        problems: expect.arrayContaining([{ code: 'request-too-large' }]),
      },
      held: 0,
    })
  })
})

describe('an odd form', () => {
  test('has fields of any name, and none without one', async () => {
    const open = await host()
    const form = open(NAMES)
    for (const name of ['__proto__', 'constructor', 'toString', '']) form.field(name, 'typed')
    form.bytes('\r\n--boundary-of-the-form\r\ncontent-disposition: form-data\r\n\r\nnameless')
    const { body } = await form.end()
    // They are own properties, as `JSON.parse` makes them.
    expect(Object.entries(JSON.parse(body).attempt.values)).toEqual(
      ['__proto__', 'constructor', 'toString'].map((name) => [name, 'typed']),
    )
  })

  test('that holds another is text', async () => {
    const open = await host()
    const inner = '--inner\r\ncontent-disposition: file; filename="a.png"\r\n\r\nx\r\n--inner--'
    const form = open(NAMES).bytes(
      `\r\n--boundary-of-the-form\r\ncontent-disposition: form-data; name="outer"\r\ncontent-type: multipart/mixed; boundary=inner\r\n\r\n${inner}`,
    )
    expect(JSON.parse((await form.end()).body)).toMatchObject({
      attempt: { values: { outer: inner } },
      held: 0,
    })
  })

  test('in thousands of small pieces is taken, as some clients send what they write bit by bit', async () => {
    const open = await host()
    const form = open(NAMES).field('csrf-token', CSRF_TOKEN).field('name', '')
    for (let index = 0; index < 3000; index += 1) form.bytes('0123456789')
    expect((await form.end()).status).toBe(200)
  })

  test('in pieces of one byte ends with its connection', async () => {
    const open = await host()
    const form = open(NAMES).field('csrf-token', CSRF_TOKEN).field('name', '')
    for (let index = 0; index < 20_000; index += 1) form.bytes('x')
    await expect(form.end()).rejects.toThrow()
  })
})

describe('a body that does not end', () => {
  const begin = async () => {
    const open = await host()
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
    const form = open(DOCUMENTS).field('csrf-token', CSRF_TOKEN).file('front', MB)
    await eventually(() => expect(uploadBudget.held).toBe(MB))
    return form
  }
  const more = async (form: SlowForm) => {
    const { held } = uploadBudget
    form.bytes('x')
    await eventually(() => expect(uploadBudget.held).toBe(held + 1))
  }

  test('is answered once nothing more has come for half a minute, and its connection closed', async () => {
    const form = await begin()
    vi.advanceTimersByTime(25_000)
    await more(form)
    vi.advanceTimersByTime(25_000)
    await more(form)
    vi.advanceTimersByTime(31_000)
    expect(await form.answer).toMatchObject({
      status: 408,
      body: expect.stringContaining('connection stopped'),
    })
    await nothingIsHeld()
    vi.advanceTimersByTime(11_000)
    await form.closed
  })

  test('is answered after five minutes, however it trickles', async () => {
    const form = await begin()
    for (let seconds = 20; seconds < 300; seconds += 20) {
      vi.advanceTimersByTime(20_000)
      await more(form)
    }
    vi.advanceTimersByTime(20_000)
    expect((await form.answer).status).toBe(408)
  })

  test('keeps its connection only for seconds when it is not wanted', async () => {
    const open = await host()
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
    const form = open('/account/nothing').file('front')
    expect((await form.answer).status).toBe(404)
    const sending = setInterval(() => form.bytes('x'), 100)
    vi.advanceTimersByTime(11_000)
    await form.closed
    clearInterval(sending)
  })
})

test('what arrives after a request is over is not counted', () => {
  const hold = uploadBudget.hold('person ada')
  expect(hold.take(5)).toBe(true)
  hold.release()
  hold.release()
  expect([hold.take(5), uploadBudget.held]).toEqual([false, 0])
})
