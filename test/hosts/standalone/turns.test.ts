import { subscribe, unsubscribe } from 'node:diagnostics_channel'
import { EventEmitter, once } from 'node:events'
import http from 'node:http'
import { type AddressInfo, connect, type Socket } from 'node:net'
import { text } from 'node:stream/consumers'
import { setTimeout as delay } from 'node:timers/promises'
import { describe, expect, onTestFinished, test } from 'vitest'
import { ConnectionLimits } from '../../../src/web/connection-limits.ts'
import { RequestTurns } from '../../../src/web/request-turns.ts'
import { eventually } from '../../support/eventually.ts'
import { behind, type Dashboard } from '../support.ts'

function visit(dashboard: Pick<Dashboard, 'url'>): Socket {
  const { hostname, port } = new URL(dashboard.url)
  const socket = connect({ host: hostname, port: Number(port) })
  socket.on('error', () => undefined)
  onTestFinished(() => void socket.destroy())
  return socket
}

const get = (path: string, more = '') => `GET ${path} HTTP/1.1\r\nhost: x\r\n${more}\r\n`
const LAST = 'connection: close\r\n'

/** An application server that answers with the path, once the test lets it. */
async function startPatient() {
  const application = new EventEmitter()
  const asked: string[] = []
  let open = false
  const dashboard = await behind(async (request, response) => {
    asked.push(request.url ?? '')
    application.emit('asked')
    let body = ''
    for await (const chunk of request) body += chunk
    if (!open) await once(application, 'answer')
    response.end(`<${request.url}${body && ` ${body.length}`}>`)
  })
  const answer = () => {
    open = true
    application.emit('answer')
  }
  const firstIsAsked = () => (asked.length > 0 ? undefined : once(application, 'asked'))
  return { dashboard, asked, answer, firstIsAsked }
}

/** Counts the requests for `/many` that Node makes of what it reads. */
function countMade() {
  let made = 0
  const count = (started: unknown) => {
    if ((started as { request: http.IncomingMessage }).request.url === '/many') made += 1
  }
  subscribe('http.server.request.start', count)
  onTestFinished(() => void unsubscribe('http.server.request.start', count))
  return () => made
}

/** Milliseconds in which a connection without limits would have accepted everything. */
const A_WHILE = 1000

describe('requests that are sent without waiting for answers', () => {
  test('are answered in their order, those with a body too', async () => {
    const { dashboard, asked, answer } = await startPatient()
    answer()
    const socket = visit(dashboard)
    const paths = Array.from({ length: 40 }, (_, at) => `/${at}`)
    for (const path of paths) {
      socket.write(get(path))
      socket.write(`POST ${path} HTTP/1.1\r\nhost: x\r\ncontent-length: 3\r\n\r\nabc`)
    }
    socket.write(get('/last', LAST))
    const answers = [...(await text(socket)).matchAll(/<(.*?)>/g)].map(([, said]) => said)
    expect(answers).toEqual([...paths.flatMap((path) => [path, `${path} 3`]), '/last'])
    expect(asked).toHaveLength(81)
  })

  test('do not keep others from their turn, however soon each is answered', async () => {
    const turns = new RequestTurns()
    const rounds: number[] = []
    let round = 0
    const count = () => {
      round += 1
      counting = setImmediate(count)
    }
    let counting = setImmediate(count)
    const server = http.createServer((request, response) => {
      turns.take(request, response, () => {
        rounds.push(round)
        request.resume()
        response.end('answered')
      })
    })
    server.on('connection', (socket) => turns.watch(socket))
    server.listen(0, '127.0.0.1')
    await once(server, 'listening')
    onTestFinished(() => {
      clearImmediate(counting)
      server.close()
    })
    const { port } = server.address() as AddressInfo
    const socket = visit({ url: `http://127.0.0.1:${port}` })
    const one = 'POST /x HTTP/1.1\r\nhost: x\r\ncontent-length: 2\r\n\r\n{}'
    socket.write(one.repeat(200) + get('/last', LAST))
    expect((await text(socket)).match(/answered/g)).toHaveLength(201)
    const inOneRound = rounds.map((each) => rounds.filter((other) => other === each).length)
    expect(Math.max(...inOneRound)).toBeLessThanOrEqual(2)
  })

  test('are dropped with their connection when too many wait on all of them, until those are gone', async () => {
    const turns = new RequestTurns({ most: 100 })
    let answered: (() => void) | undefined
    const server = http.createServer((request, response) => {
      turns.take(request, response, () => {
        request.resume()
        answered?.()
        if (request.url !== '/slow') response.end('answered')
      })
    })
    server.listen(0, '127.0.0.1')
    await once(server, 'listening')
    onTestFinished(() => void server.close())
    const { port } = server.address() as AddressInfo
    const visitor = async (requests: string) => {
      const isTaken = new Promise<void>((resolve) => {
        answered = resolve
      })
      const socket = visit({ url: `http://127.0.0.1:${port}` })
      socket.write(requests)
      await isTaken
      return socket
    }
    const greedy = []
    for (let count = 0; count < 6; count += 1) greedy.push(await visitor(get('/slow') + get('/x').repeat(15)))
    const [patient, late] = [
      await visitor(get('/slow') + get('/x')),
      await visitor(get('/slow') + get('/x').repeat(20)),
    ]
    await once(late, 'close')
    expect([...greedy, patient].some(({ closed }) => closed)).toBe(false)
    const gone = greedy.map((socket) => once(socket.destroy(), 'close'))
    await Promise.all(gone)
    patient.destroy()
    await eventually(async () => {
      const socket = visit({ url: `http://127.0.0.1:${port}` })
      socket.write(get('/x').repeat(90) + get('/last', LAST))
      expect((await text(socket)).match(/answered/g)).toHaveLength(91)
    })
  })

  test('are read no further after a few, and all of them once there are answers', async () => {
    const { dashboard, asked, answer, firstIsAsked } = await startPatient()
    const socket = visit(dashboard)
    const count = 3000
    for (let at = 0; at < count; at += 1) socket.write(get(`/${at}`, `x: ${'x'.repeat(8000)}\r\n`))
    socket.write(get('/last', LAST))
    await firstIsAsked()
    await delay(A_WHILE)
    expect(socket.writableLength, 'what nobody has taken yet').toBeGreaterThan(1_000_000)
    expect(asked).toEqual(['/0'])
    answer()
    const answers = [...(await text(socket)).matchAll(/<(.*?)>/g)].map(([, said]) => said)
    expect(answers).toEqual([...Array.from({ length: count }, (_, at) => `/${at}`), '/last'])
  })

  test('in great numbers, in one piece, are made into requests a few at a time', async () => {
    const made = countMade()
    const { dashboard, asked, answer, firstIsAsked } = await startPatient()
    const socket = visit(dashboard)
    const size = 2000
    socket.write(get('/many').repeat(size) + get('/many', LAST))
    await firstIsAsked()
    await delay(A_WHILE)
    expect(made()).toBeLessThan(30)
    expect(asked).toEqual(['/many'])
    answer()
    expect((await text(socket)).match(/<\/many>/g)).toHaveLength(size + 1)
  })

  test('wait while an answer before them is not read, and are answered afterwards', async () => {
    const size = 3_000_000
    const dashboard = await behind((request, response) => {
      response.end(request.url === '/large' ? 'x'.repeat(size) : `<${request.url}>`)
    })
    const socket = visit(dashboard)
    socket.pause()
    socket.write(get('/large').repeat(3))
    await delay(A_WHILE)
    socket.write(get('/small').repeat(30) + get('/last', LAST))
    await delay(A_WHILE)
    const answers = await text(socket)
    expect(answers.match(/x{3000000}/g)).toHaveLength(3)
    expect(answers.match(/<\/small>/g)).toHaveLength(30)
    expect(answers).toContain('</last>')
  })

  test('leave the body of the last of them where it is', async () => {
    const { dashboard, answer, firstIsAsked } = await startPatient()
    const socket = visit(dashboard)
    const size = 20_000_000
    for (let at = 0; at < 30; at += 1) socket.write(get(`/${at}`))
    socket.write(`POST /upload HTTP/1.1\r\nhost: x\r\n${LAST}content-length: ${size}\r\n\r\n`)
    socket.write('x'.repeat(size))
    await firstIsAsked()
    await delay(A_WHILE)
    expect(socket.writableLength, 'what nobody has taken yet').toBeGreaterThan(1_000_000)
    answer()
    expect(await text(socket)).toContain(`</upload ${size}>`)
  })

  test('are forgotten when their sender leaves', async () => {
    const { dashboard, asked, answer, firstIsAsked } = await startPatient()
    const socket = visit(dashboard)
    socket.write(get('/').repeat(30))
    await firstIsAsked()
    socket.resetAndDestroy()
    await once(socket, 'close')
    answer()
    // The host learns that they have left when it fails to send the answer.
    await delay(A_WHILE)
    expect(asked).toEqual(['/'])
  })

  test('are not answered behind one that ends the connection', async () => {
    const { dashboard, asked, answer, firstIsAsked } = await startPatient()
    const socket = visit(dashboard)
    socket.write(get('/first') + get('/a/../b') + get('/next') + get('/next'))
    await firstIsAsked()
    answer()
    expect(await text(socket)).toMatch(/<\/first>.*HTTP\/1\.1 400 .*\r\n\r\n$/s)
    await fetch(`${dashboard.url}/later`)
    expect(asked).toEqual(['/first', '/later'])
  })
})

const unserved = {
  'expect what nobody does': [417, 'GET /many HTTP/1.1\r\nhost: x\r\nexpect: x\r\n\r\n'],
  'name no host': [400, 'GET /many HTTP/1.1\r\n\r\n'],
} as const
for (const [what, [status, request]] of Object.entries(unserved)) {
  test(`requests that ${what} wait for their turn, and end the connection`, async () => {
    const made = countMade()
    const { dashboard, asked, answer, firstIsAsked } = await startPatient()
    const [many, few] = [visit(dashboard), visit(dashboard)]
    many.write(get('/') + request.repeat(2000))
    await firstIsAsked()
    await delay(A_WHILE)
    expect(made()).toBeLessThan(30)
    few.write(get('/') + request.repeat(3))
    await eventually(() => expect(asked).toEqual(['/', '/']))
    answer()
    const answers = await text(few)
    expect(answers).toMatch(new RegExp(`<\\/>.*HTTP/1\\.1 ${status} .*connection: close.*\\r\\n\\r\\n$`, 's'))
    expect(answers.match(/HTTP/g)).toHaveLength(2)
  })
}

test('a request of HTTP/1.0 needs no host', async () => {
  const { dashboard, answer } = await startPatient()
  answer()
  const socket = visit(dashboard)
  socket.write('GET / HTTP/1.0\r\nexpect: x\r\n\r\n')
  expect(await text(socket)).toContain('</>')
})

test('a request with thousands of header lines is refused, and nothing of it is read as another one', async () => {
  const { dashboard, asked, answer } = await startPatient()
  answer()
  const socket = visit(dashboard)
  const body = get('/smuggled')
  socket.write(`POST / HTTP/1.1\r\nhost: x\r\n${'a:\r\n'.repeat(1001)}content-length: ${body.length}\r\n\r\n`)
  socket.write(body + get('/next'))
  expect(await text(socket)).toMatch(/^HTTP\/1\.1 431 .*\r\n\r\n$/s)
  expect(asked).toEqual([])
})

describe('a connection on which nothing moves', () => {
  /** @param listener answers, or never does */
  /** @param limit milliseconds without data; use a longer time than a busy machine may pause, if the connection must survive */
  async function serve(listener: http.RequestListener, limit = 300) {
    const turns = new RequestTurns({ still: limit })
    const server = http.createServer((request, response) =>
      turns.take(request, response, () => listener(request, response)),
    )
    server.on('connection', (socket) => turns.watch(socket))
    server.keepAliveTimeout = 100
    new ConnectionLimits().watch(server, turns, limit)
    server.listen(0, '127.0.0.1')
    await once(server, 'listening')
    onTestFinished(() => {
      server.closeAllConnections()
      server.close()
    })
    return visit({ url: `http://127.0.0.1:${(server.address() as { port: number }).port}` })
  }
  const expectClosed = (socket: Socket) => expect(once(socket.resume(), 'close')).resolves.toEqual([false])

  test('is ended when an upload stops', async () => {
    const socket = await serve((request) => void request.resume())
    socket.write('POST / HTTP/1.1\r\nhost: x\r\ncontent-length: 9\r\n\r\nhalf')
    await expectClosed(socket)
  })

  test('is ended when it is not read, since so much waits on it that its leaving would not be seen', async () => {
    const ended = new EventEmitter()
    const socket = await serve((_request, response) => void response.on('close', () => ended.emit('closed')))
    const closed = once(ended, 'closed')
    socket.write(get('/').repeat(40), () => socket.destroy())
    await expect(closed).resolves.toEqual([])
  })

  test('is ended when the answer is not read', async () => {
    const socket = await serve((_request, response) => {
      response.on('close', () => left.emit('left'))
      response.end(Buffer.alloc(50_000_000))
    })
    const left = new EventEmitter()
    socket.pause()
    socket.write(get('/'))
    await expect(once(left, 'left')).resolves.toEqual([])
  })

  test('is ended when nothing is asked, before or after', async () => {
    await expectClosed(await serve(() => undefined))
    const socket = await serve((_request, response) => void response.end())
    socket.write(get('/'))
    await expectClosed(socket)
  })

  test('is kept while an answer takes its time, or what was sent is not read yet', async () => {
    const [limit, time] = [1500, 3500]
    const slow = await serve((_request, response) => void setTimeout(() => response.end('well'), time), limit)
    slow.write(get('/', LAST))
    expect(await text(slow)).toContain('well')
    const unread = await serve((request, response) => {
      setTimeout(async () => response.end(`<${(await text(request)).length}>`), time)
    }, limit)
    const size = 20_000_000
    unread.write(`POST / HTTP/1.1\r\nhost: x\r\n${LAST}content-length: ${size}\r\n\r\n`)
    unread.write('x'.repeat(size))
    expect(await text(unread)).toContain(`<${size}>`)
  })
})
