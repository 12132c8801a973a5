/**
 * Leads a Node program's calls to Stripe to an offline Stripe, without a change of the program:
 *
 * ```sh
 * OFFLINE_STRIPE_URL=http://127.0.0.1:12111 node --import @layeredapps/stripe-connect/offline-stripe/preload app.js
 * ```
 *
 * Every way to Stripe begins with a connection to one of its hosts: `node:https`, `fetch`, undici and what is built on them. This
 * module opens a connection to the offline Stripe in its place. So it also catches what an SDK sends to a host that it lets nobody
 * set, such as uploads to `files.stripe.com` from stripe-node before version 22, which come without TLS when the SDK is told to
 * use none.
 *
 * @module
 */
import { syncBuiltinESMExports } from 'node:module'
import { connect as connectPlain, Socket } from 'node:net'
import tls, { type ConnectionOptions, type TLSSocket } from 'node:tls'
import { isStripeHost } from './stripe-host.ts'

const target = addressOf(process.env.OFFLINE_STRIPE_URL ?? 'http://127.0.0.1:12111')
const isSecure = target.protocol === 'https:'
const host = target.hostname.replace(/^\[|\]$/g, '')
const port = Number(target.port) || (isSecure ? 443 : 80)

type Callback = () => void
type Connect = typeof tls.connect

const connect: Connect = tls.connect

const leading = (...args: unknown[]): TLSSocket => {
  const options = optionsOf(args)
  const wanted = options.servername || options.host || ''
  if (!isStripeHost(wanted)) return connect(...(args as Parameters<Connect>))
  options.socket?.destroy()
  const callback = args.findLast((arg) => typeof arg === 'function') as Callback | undefined
  // The certificate of an offline Stripe is made at its start, so nothing can know it before.
  if (isSecure) return connect({ host, port, rejectUnauthorized: false }, callback)
  return asIfSecure(connectPlain({ host, port }), callback)
}

const connectSocket = Socket.prototype.connect as (this: Socket, ...args: unknown[]) => Socket

/** Node itself gives the arguments as one array. */
function leadPlain(this: Socket, ...args: unknown[]): Socket {
  const given = Array.isArray(args[0]) ? args[0] : args
  const [first, second] = given
  const wanted = typeof first === 'object' && first !== null ? (first as ConnectionOptions).host : second
  if (typeof wanted !== 'string' || !isStripeHost(wanted)) return connectSocket.apply(this, args)
  if (isSecure)
    throw new Error('A program that calls Stripe without TLS needs an OFFLINE_STRIPE_URL with http://.')
  if (typeof first === 'object') given[0] = { ...first, host, port }
  else given.splice(0, 2, port, host)
  return connectSocket.apply(this, args)
}

tls.connect = leading as Connect
Socket.prototype.connect = leadPlain as typeof Socket.prototype.connect
syncBuiltinESMExports()

function addressOf(text: string): URL {
  try {
    return new URL(text)
  } catch {
    throw new Error(`OFFLINE_STRIPE_URL must be an address such as http://127.0.0.1:12111, not "${text}".`)
  }
}

/** `tls.connect` takes options, or a port, perhaps with a host, and then options. */
function optionsOf(args: unknown[]): ConnectionOptions {
  const [first, second] = args
  const options = args.find((arg) => typeof arg === 'object' && arg !== null) as ConnectionOptions | undefined
  const named = typeof first !== 'object' && typeof second === 'string' ? { host: second } : {}
  return { ...options, ...named }
}

/** A plain connection that tells its user what a secure one tells. */
function asIfSecure(socket: Socket, callback: Callback | undefined): TLSSocket {
  if (callback) socket.once('secureConnect', callback)
  socket.once('connect', () => socket.emit('secureConnect'))
  return Object.assign(socket, {
    ...{ alpnProtocol: 'http/1.1', authorized: true, encrypted: true },
    ...{ getPeerCertificate: () => ({}), getSession: () => undefined, isSessionReused: () => false },
  }) as unknown as TLSSocket
}
