import { EventEmitter, once } from 'node:events'
import http from 'node:http'
import { type AddressInfo, connect, type Socket } from 'node:net'
import { text } from 'node:stream/consumers'
import { setTimeout as delay } from 'node:timers/promises'
import { describe, expect, onTestFinished, test } from 'vitest'
import { ConnectionLimits } from '../../../src/web/connection-limits.ts'
import { RequestTurns } from '../../../src/web/request-turns.ts'
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

  test('in great numbers end the connection', async () => {
    const { dashboard, asked } = await startPatient()
    const socket = visit(dashboard)
    const gone = new Promise((resolve) => socket.once('close', resolve))
    socket.write(get('/').repeat(200_000))
    await gone
    expect((await fetch(`${dashboard.url}/healthz`)).status).toBe(200)
    expect(asked.length).toBeLessThanOrEqual(1)
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
    const turns = new RequestTurns()
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
