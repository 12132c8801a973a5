/**
 * Posts signed events, one after the other on each connection. Plain sockets and requests made beforehand keep the sender
 * cheap.
 */
import { once } from 'node:events'
import { connect, type Socket } from 'node:net'
import { signedEvents } from './webhook-events.ts'
import { followOrders } from './webhook-order.ts'

/** Requests made for each second: more than any host answers. */
const MOST_A_SECOND = 15_000

const PATH = '/webhooks/connect/index-connect-data'
const ACCEPTED = '{"received":true}'

let sockets: Socket[] = []

followOrders(async ({ connections, seconds, url = '' }) => {
  const { hostname, port } = new URL(url)
  const requests = signedEvents('account', MOST_A_SECOND * seconds).map(({ body, signature }) => {
    const lines = [
      `POST ${PATH} HTTP/1.1`,
      `host: ${hostname}`,
      'user-agent: Stripe/1.0 (+https://stripe.com/docs/webhooks)',
      'accept: */*; q=0.5, application/xml',
      'cache-control: no-cache',
      'content-type: application/json; charset=utf-8',
      `stripe-signature: ${signature}`,
      `content-length: ${Buffer.byteLength(body)}`,
    ]
    return Buffer.from(`${lines.join('\r\n')}\r\n\r\n${body}`)
  })
  for (const socket of sockets) socket.destroy()
  sockets = Array.from({ length: connections }, () => connect(Number(port), hostname).setNoDelay())
  await Promise.all(sockets.map((socket) => once(socket, 'connect')))
  return sockets.map((socket) => {
    let [answer, resolve, reject] = ['', (_: boolean) => {}, (_: Error) => {}]
    socket.on('data', (bytes) => {
      answer += bytes.toString('latin1')
      if (!answer.startsWith('HTTP/1.1 200')) reject(new Error(answer))
      else if (answer.endsWith(ACCEPTED)) resolve(true)
    })
    socket.on('error', (error) => reject(error)).on('close', () => reject(new Error('it was closed')))
    return {
      next: () =>
        new Promise<boolean>((done, fail) => {
          const request = requests.pop()
          if (!request) return done(false)
          ;[answer, resolve, reject] = ['', done, fail]
          socket.write(request)
        }),
    }
  })
})
process.send?.('started')
