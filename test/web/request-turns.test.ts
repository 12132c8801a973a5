import { once } from 'node:events'
import http from 'node:http'
import { type AddressInfo, connect, type Socket } from 'node:net'
import { text } from 'node:stream/consumers'
import { expect, onTestFinished, test } from 'vitest'
import { RequestTurns } from '../../src/web/request-turns.ts'
import { eventually } from '../support/eventually.ts'

const get = (path: string, more = '') => `GET ${path} HTTP/1.1\r\nhost: x\r\n${more}\r\n`
const LAST = 'connection: close\r\n'

/**
 * An app that looks up who asks for `/looked-up`, and answers `/never` itself, but never. All else takes its turn at once.
 *
 * @returns a visitor, and the connections as the app has them
 */
async function startApp(turns: RequestTurns) {
  const sockets: Socket[] = []
  const server = http.createServer((request, response) => {
    const answer = () =>
      turns.take(request, response, () => {
        request.resume()
        response.end(`<${request.url}>`)
      })
    if (request.url === '/looked-up') setTimeout(answer, 20)
    else if (request.url !== '/never') answer()
  })
  server.on('connection', (socket) => sockets.push(socket))
  await once(server.listen(0, '127.0.0.1'), 'listening')
  onTestFinished(() => {
    server.closeAllConnections()
    server.close()
  })
  const visit = (requests: string) => {
    const socket = connect((server.address() as AddressInfo).port, '127.0.0.1')
    socket.on('error', () => undefined).write(requests)
    onTestFinished(() => void socket.destroy())
    return socket
  }
  const asked = () => once(server, 'request')
  return { visit, sockets, asked }
}

const answers = async (socket: Socket) =>
  [...(await text(socket)).matchAll(/<(.*?)>/g)].map(([, path]) => path)

test.each([1, 15, 40])(
  'requests are answered as they were sent, whichever of them the app hands over first, with %d behind one',
  async (count) => {
    const { visit } = await startApp(new RequestTurns())
    const behind = Array.from({ length: count }, (_, at) => `/${at}`)
    const paths = ['/looked-up', ...behind, '/looked-up', '/looked-up', '/0']
    const socket = visit(paths.map((path) => get(path)).join('') + get('/last', LAST))
    expect(await answers(socket)).toEqual([...paths, '/last'])
  },
)

test('requests behind an answer that never ends are forgotten when their sender leaves', async () => {
  const { visit, asked } = await startApp(new RequestTurns({ most: 100 }))
  const greedy = []
  for (let count = 0; count < 6; count += 1) {
    greedy.push(visit(get('/never') + get('/x').repeat(16)))
    await asked()
  }
  for (const socket of greedy) socket.destroy()
  await eventually(async () => {
    const socket = visit(get('/looked-up') + get('/x').repeat(90) + get('/last', LAST))
    expect(await answers(socket)).toHaveLength(92)
  })
})

test('a connection that is not read ends when nothing goes out on it, though its sender’s leaving is not seen', async () => {
  const { visit, sockets, asked } = await startApp(new RequestTurns({ still: 300 }))
  const socket = visit(get('/never') + get('/x').repeat(40))
  await asked()
  socket.destroy()
  await eventually(() => expect(sockets.map(({ destroyed }) => destroyed)).toEqual([true]))
})
