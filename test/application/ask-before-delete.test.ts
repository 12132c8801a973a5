import { once } from 'node:events'
import { createServer, type IncomingMessage, type RequestListener } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { askBeforeDelete } from '../../src/application/ask-before-delete.ts'
import { checkDeletions } from '../../src/application/running.ts'
import { createLogger } from '../../src/core/log.ts'
import { testConfig } from '../support/services.ts'

const QUESTION = {
  stripeid: 'acct_1',
  caller: { accountid: 'person', sessionid: 'session', administrator: false },
}
const log = createLogger('silent')

let server: ReturnType<typeof createServer>
let answer: RequestListener
let asked: IncomingMessage[]
let address: string

beforeEach(async () => {
  asked = []
  answer = (_request, response) => void response.end('{"redirect":false}')
  server = createServer((request, response) => {
    asked.push(request)
    answer(request, response)
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  address = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
})

afterEach(() => {
  server.close().closeAllConnections()
})

function ask(applicationServer: string | undefined = address) {
  const config = testConfig({ dashboard: 'https://dashboard.example', applicationServer })
  return askBeforeDelete({ config: { ...config, applicationServerToken: 'token' }, log }, QUESTION)
}

const failed = { code: 'deletion-check-failed', status: 502 }

test('nobody is asked until the handler is listed', async () => {
  expect(await ask()).toEqual({ redirect: false })
  expect(asked).toEqual([])
})

describe('once the handler is listed', () => {
  beforeEach(checkDeletions)

  test('the application server is asked on the person’s behalf', async () => {
    expect(await ask()).toEqual({ redirect: false })
    expect(asked[0]).toMatchObject({
      method: 'GET',
      url: '/api/check-before-delete-stripe-account?stripeid=acct_1',
      headers: {
        'x-dashboard-server': 'https://dashboard.example',
        'x-application-server-token': 'token',
        'x-accountid': 'person',
        'x-sessionid': 'session',
      },
    })
  })

  test('below the path that the application server is mounted at', async () => {
    await ask(`${address}/shop/`)
    expect(asked[0]?.url).toBe('/shop/api/check-before-delete-stripe-account?stripeid=acct_1')
  })

  test('a path is where the person is sent', async () => {
    answer = (_request, response) => void response.end('{"redirect":"/orders?open=1","more":true}')
    expect(await ask()).toEqual({ redirect: '/orders?open=1' })
  })

  test.each([
    ['a path on another host', '{"redirect":"//evil.example"}'],
    ['a whole address', '{"redirect":"https://evil.example"}'],
    ['half a character', '{"redirect":"/\\ud800"}'],
    ['true', '{"redirect":true}'],
    ['nothing about it', '{}'],
    ['an empty body', ''],
    ['a page', '<html>'],
  ])('%s is no answer', async (_what, body) => {
    answer = (_request, response) => void response.end(body)
    await expect(ask()).rejects.toMatchObject(failed)
  })

  test.each([404, 500, 302])('status %i is no answer', async (status) => {
    answer = (_request, response) => {
      response.writeHead(status, { location: '/api/elsewhere' }).end('{"redirect":false}')
    }
    await expect(ask()).rejects.toMatchObject(failed)
  })

  test('an answer without an end is given up after a few bytes', async () => {
    const done = new Promise<number>((resolve) => {
      answer = (_request, response) => {
        response.once('close', () => resolve(response.socket?.bytesWritten ?? 0))
        const more = () => {
          while (!response.destroyed && response.write(' '.repeat(65_536)));
        }
        response.on('drain', more)
        more()
      }
    })
    await expect(ask()).rejects.toMatchObject(failed)
    expect(await done).toBeLessThan(64_000_000)
  })

  test('neither is a connection that breaks', async () => {
    answer = (request) => request.socket.destroy()
    await expect(ask()).rejects.toMatchObject(failed)
  })

  test('nor an application server that is not there or not known', async () => {
    await expect(ask('http://127.0.0.1:1')).rejects.toMatchObject(failed)
    const config = testConfig()
    await expect(askBeforeDelete({ config, log }, QUESTION)).rejects.toMatchObject(failed)
  })

  test('nor one that takes too long, be it in the middle of its answer', async () => {
    const { setTimeout } = globalThis
    const limit = vi
      .spyOn(globalThis, 'setTimeout')
      .mockImplementation(((run: () => void, pause = 0) =>
        setTimeout(run, pause === 5000 ? 100 : pause)) as typeof setTimeout)
    const gone = new Promise((resolve) => {
      answer = (request, response) => {
        request.socket.on('close', resolve)
        response.write('{"redirect":')
      }
    })
    await expect(ask()).rejects.toMatchObject(failed)
    await gone
    limit.mockRestore()
  })
})
