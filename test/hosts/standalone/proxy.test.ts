import { EventEmitter, once } from 'node:events'
import http from 'node:http'
import { connect } from 'node:net'
import { text } from 'node:stream/consumers'
import { describe, expect, test } from 'vitest'
import { behind, echo, send, startApplicationServer, startDashboard } from '../support.ts'

describe('streaming', () => {
  test('an upload arrives while it is still being sent, and the answer while it is still being made', async () => {
    const dashboard = await behind((request, response) => {
      response.writeHead(200)
      request.pipe(response)
    })
    const request = http.request(dashboard.url, {
      method: 'POST',
      headers: { 'transfer-encoding': 'chunked' },
    })
    request.write('one')
    const [response] = (await once(request, 'response')) as [http.IncomingMessage]
    expect(String(await once(response, 'data'))).toBe('one')
    request.write('two')
    expect(String(await once(response, 'data'))).toBe('two')
    request.end()
    response.resume()
    await once(response, 'end')
  })

  test('large bodies arrive whole both ways', async () => {
    const dashboard = await behind((request, response) => void request.pipe(response))
    const body = 'x'.repeat(5_000_000)
    const response = await fetch(`${dashboard.url}/`, { method: 'PUT', body })
    expect((await response.text()).length).toBe(body.length)
  })

  test('small pieces that arrive together go on together', async () => {
    let pieces = 0
    const application = new EventEmitter()
    const dashboard = await behind(async (request, response) => {
      application.emit('asked')
      for await (const _ of request) pieces += 1
      response.end('taken')
    })
    const socket = connect(Number(new URL(dashboard.url).port), '127.0.0.1')
    const head = 'POST /x HTTP/1.1\r\nhost: x\r\nconnection: close\r\ntransfer-encoding: chunked\r\n\r\n'
    const asked = once(application, 'asked')
    socket.write(`${head}1\r\na\r\n`)
    await asked
    socket.write(`${'1\r\na\r\n'.repeat(5_000)}0\r\n\r\n`)
    expect(await text(socket)).toContain('taken')
    expect(pieces).toBeLessThan(100)
  })

  test('an application server that only announces an answer is not waited for', async () => {
    const dashboard = await behind((_request, response) => {
      const hint = () =>
        response.socket?.writable && response.writeEarlyHints({ link: '</a.css>; rel=preload' }, hint)
      hint()
    })
    expect((await fetch(dashboard.url)).status).toBe(502)
    const patient = await behind((_request, response) => {
      for (let count = 0; count < 50; count += 1) response.writeEarlyHints({ link: '</a.css>; rel=preload' })
      response.end('well')
    })
    expect(await (await fetch(patient.url)).text()).toBe('well')
  })

  test('a slow reader holds the application server back', async () => {
    let written = 0
    const dashboard = await behind((_request, response) => {
      const write = () => {
        while (written < 200_000_000 && response.write(Buffer.alloc(65_536))) written += 65_536
      }
      response.on('drain', write)
      write()
    })
    const socket = connect(Number(new URL(dashboard.url).port), '127.0.0.1')
    socket.write('GET / HTTP/1.1\r\nhost: x\r\n\r\n')
    await once(socket, 'readable')
    // The client reads nothing more: the application server must stop writing, well before the end.
    let before = -1
    await expect
      .poll(
        () => {
          const still = written === before
          before = written
          return still
        },
        { interval: 100 },
      )
      .toBe(true)
    expect(written).toBeLessThan(50_000_000)
    socket.destroy()
  })

  test('when the person leaves, the application server is told', async () => {
    const application = new EventEmitter()
    const left = once(application, 'left')
    const dashboard = await behind((_request, response) => {
      response.write('begun')
      response.on('close', () => application.emit('left'))
    })
    const request = http.get(dashboard.url)
    request.on('error', () => undefined)
    const [response] = (await once(request, 'response')) as [http.IncomingMessage]
    response.on('error', () => undefined)
    request.destroy()
    await expect(left).resolves.toEqual([])
  })

  test('what they asked for behind something else is asked for when its turn comes', async () => {
    const asked: string[] = []
    const application = new EventEmitter()
    const dashboard = await behind((request, response) => {
      asked.push(request.url ?? '')
      response.on('close', () => application.emit('left'))
      application.once('answer', () => response.end(request.url))
      application.emit('asked')
    })
    const ask = async () => {
      const socket = connect(Number(new URL(dashboard.url).port), '127.0.0.1')
      const one = once(application, 'asked')
      socket.write(
        'GET /one HTTP/1.1\r\nhost: x\r\n\r\nGET /two HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n',
      )
      await one
      return socket
    }
    const patient = await ask()
    const two = once(application, 'asked')
    application.emit('answer')
    await two
    application.emit('answer')
    expect(await text(patient)).toMatch(/\/one.*\/two$/s)

    asked.length = 0
    const impatient = await ask()
    const left = once(application, 'left')
    impatient.destroy()
    await left
    await send(dashboard.url, { path: '/healthz' })
    expect(asked).toEqual(['/one'])
  })

  test('when the application server breaks off, so does the answer', async () => {
    const dashboard = await behind((_request, response) => {
      response.writeHead(200, { 'content-length': '100' })
      response.write('begun', () => response.destroy())
    })
    await expect(fetch(dashboard.url).then((response) => response.text())).rejects.toThrow()
  })

  test('an upload that is answered before it was read leaves the connection usable', async () => {
    const dashboard = await behind((request, response) => {
      if (request.method === 'POST') response.writeHead(413).end('too much')
      else response.end('well')
    })
    const agent = new http.Agent({ keepAlive: true, maxSockets: 1 })
    const refused = await send(dashboard.url, { agent, method: 'POST' }, 'x'.repeat(3_000_000))
    expect(refused.statusCode).toBe(413)
    expect((await send(dashboard.url, { agent })).text).toBe('well')
    agent.destroy()
  })
})

describe('answers', () => {
  test('keep their status, every cookie, repeated headers and bytes beyond ASCII', async () => {
    const name = Buffer.from('attachment; filename="請求書.pdf"').toString('latin1')
    const dashboard = await behind((_request, response) => {
      response.writeHead(
        418,
        'Short and stout',
        [
          ['set-cookie', 'a=1'],
          ['set-cookie', 'b=2; Path=/'],
          ['content-disposition', name],
          ['connection', 'x-hop'],
          ['x-hop', '1'],
        ].flat(),
      )
      response.end()
    })
    const response = await send(dashboard.url, {})
    expect(response.statusCode).toBe(418)
    expect(response.statusMessage).toBe('Short and stout')
    expect(response.headers['set-cookie']).toEqual(['a=1', 'b=2; Path=/'])
    expect(response.headers['content-disposition']).toBe(name)
    expect(response.headers['x-hop']).toBeUndefined()
  })

  test('keep words for their status that are not ASCII', async () => {
    const dashboard = await behind(({ socket }) =>
      socket.end('HTTP/1.1 402 請求書\r\ncontent-length: 2\r\n\r\nok'),
    )
    const response = await send(dashboard.url, {})
    expect(response.statusCode).toBe(402)
    expect(Buffer.from(response.statusMessage ?? '', 'latin1').toString()).toBe('請求書')
    expect(response.text).toBe('ok')
  })

  test('keep of the words for their status what can be sent', async () => {
    const dashboard = await behind(({ socket }) =>
      socket.end('HTTP/1.1 200 fi\x01ne\x7f\r\ncontent-length: 2\r\n\r\nok'),
    )
    const response = await send(dashboard.url, {})
    expect([response.statusCode, response.statusMessage, response.text]).toEqual([200, 'fine', 'ok'])
  })

  test('to HEAD and 304 have no body', async () => {
    const dashboard = await behind((request, response) => {
      response.writeHead(request.headers['if-none-match'] ? 304 : 200, { 'content-length': '5' }).end()
    })
    expect((await send(dashboard.url, { method: 'HEAD' })).headers['content-length']).toBe('5')
    expect((await send(dashboard.url, { headers: { 'if-none-match': '"x"' } })).statusCode).toBe(304)
  })

  test('of an application server that is not there: 502, as a page or as JSON', async () => {
    const { url, server } = await startApplicationServer(echo)
    server.close()
    await once(server, 'close')
    server.listen(0)
    const dashboard = await startDashboard({ config: { applicationServer: url } })
    const page = await fetch(`${dashboard.url}/`, { headers: { accept: 'text/html' } })
    expect(page.status).toBe(502)
    expect(await page.text()).toContain('is not answering')
    const answer = await fetch(`${dashboard.url}/`, {
      method: 'POST',
      body: 'x'.repeat(500_000),
      headers: { accept: 'application/json' },
    })
    expect(answer.status).toBe(502)
    expect(await answer.json()).toMatchObject({ object: 'error', message: 'application-server-unreachable' })
  })

  test('of an application server that takes too long: 504', async () => {
    const dashboard = await behind(() => undefined, { answerTime: 200 })
    const response = await fetch(`${dashboard.url}/`)
    expect(response.status).toBe(504)
    expect(await response.text()).toContain('is taking too long')
  })

  test('a page is asked for once more when a kept connection was just closed; an order is not', async () => {
    let seen = 0
    const dashboard = await behind((request, response) => {
      seen += 1
      if (seen === 1) request.socket.destroy()
      else response.end('well')
    })
    expect(await (await fetch(`${dashboard.url}/`)).text()).toBe('well')
    seen = 0
    expect((await fetch(`${dashboard.url}/`, { method: 'POST', body: 'order' })).status).toBe(502)
    expect(seen).toBe(1)
  })
})

describe('paths', () => {
  test('that hide another one behind dot segments are refused', async () => {
    const dashboard = await behind(echo)
    for (const path of [
      '/api/../sell',
      '/api/%2e%2e/sell',
      '/account/..',
      '/a/./b',
      '/a\\..\\b',
      '/api/..;x/sell',
    ])
      expect((await send(dashboard.url, { path })).statusCode, path).toBe(400)
    for (const path of ['/...', '/a..b', '/.well-known/x', '/?next=/../x#y', '//double', '/a;b=..'])
      expect((await send(dashboard.url, { path })).statusCode, path).toBe(200)
  })

  test('with a fragment, which servers read differently, are refused', async () => {
    const dashboard = await behind(echo)
    expect((await send(dashboard.url, { path: '/account#/' })).statusCode).toBe(400)
  })

  test('of the dashboard are never passed on', async () => {
    const dashboard = await behind((_request, response) => response.end('the application server'))
    for (const path of [
      '/account',
      '/account/nothing',
      '/administrator/x',
      '/api/user/connect/nothing',
      '/public/connect/x.css',
      '/webhooks/connect/x',
      '/healthz',
    ])
      expect((await send(dashboard.url, { path })).text, path).not.toContain('the application server')
    for (const path of [
      '/',
      '/accounts',
      '/api/user/other',
      '/public/app.css',
      '/webhooks/other',
      '/Account',
    ])
      expect((await send(dashboard.url, { path })).text, path).toBe('the application server')
  })

  test('keep the path that the application server is mounted under', async () => {
    const { url } = await startApplicationServer(echo)
    const dashboard = await startDashboard({ config: { applicationServer: new URL('/shop/', url) } })
    expect(JSON.parse((await send(`${dashboard.url}/goods?x=1`, {})).text).url).toBe('/shop/goods?x=1')
  })
})
