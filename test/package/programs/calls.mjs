// Calls Stripe without an SDK, in each way that Node has, and then the host in the first argument, which is not Stripe's.
import { get, request } from 'node:https'
import { connect } from 'node:tls'
import { fetch as fetchOfUndici, request as requestOfUndici } from 'undici'

const ADDRESS = 'https://api.stripe.com/v1/country_specs/US'
const headers = { authorization: 'Bearer sk_test_program' }
const id = (text) => JSON.parse(text).id

const bodyOf = (called) =>
  new Promise((resolve, reject) => {
    called.on('error', reject)
    called.on('response', async (response) => resolve(Buffer.concat(await response.toArray()).toString()))
    called.end()
  })

const overSocket = (...args) =>
  new Promise((resolve, reject) => {
    const socket = connect(...args, () => {
      const lines = ['GET /v1/country_specs/US HTTP/1.1', 'Host: api.stripe.com', 'Connection: close']
      socket.write(`${lines.join('\r\n')}\r\nAuthorization: ${headers.authorization}\r\n\r\n`)
    })
    const chunks = []
    socket.on('error', reject)
    socket.on('data', (chunk) => chunks.push(chunk))
    socket.on('end', () => resolve(/"id": "(\w+)"/.exec(Buffer.concat(chunks).toString())?.[1]))
  })

process.stdout.write(
  JSON.stringify({
    'https.get': id(await bodyOf(get(ADDRESS, { headers }))),
    'https.request': id(
      await bodyOf(request({ host: 'files.stripe.com', path: new URL(ADDRESS).pathname, headers })),
    ),
    fetch: (await (await fetch(ADDRESS, { headers })).json()).id,
    'fetch of undici': (await (await fetchOfUndici(ADDRESS, { headers })).json()).id,
    'request of undici': (await (await requestOfUndici(ADDRESS, { headers })).body.json()).id,
    'tls with options': await overSocket({ host: 'connect.stripe.com', port: 443 }),
    'tls with a port': await overSocket(443, 'api.stripe.com', {}),
    elsewhere: await bodyOf(get(process.argv[2], { rejectUnauthorized: false })),
  }),
)
