/**
 * Stands between the module and an offline Stripe, and answers in Stripe's place as a test wants: any bytes, at any pace,
 * for ever.
 *
 * @module
 */
import { once } from 'node:events'
import { createServer, type IncomingMessage, request as send } from 'node:http'
import type { AddressInfo, Socket } from 'node:net'
import { buffer } from 'node:stream/consumers'

/** The answer that Stripe would have given. */
interface TrueAnswer {
  status: number
  json: Record<string, unknown>
}

export interface Fault {
  /** Which calls have the fault; all by default. */
  when?: (request: IncomingMessage) => boolean
  /** Writes an answer, or none. */
  instead?: (socket: Socket) => void
  /** Whether Stripe carries out the call all the same. */
  done?: boolean
  /** Changes Stripe's answer to a call that is carried out; `undefined` leaves it unchanged. */
  change?: (answer: TrueAnswer) => string | undefined
}

export interface FaultyStripe {
  url: string
  /** The fault of calls from now on; undefined passes them on. */
  fault: Fault | undefined
  /** How many calls had the fault since it was set. */
  met(): number
  /** The length of the longest answer so far, in bytes. */
  longest(): number
  close(): Promise<void>
}

/** @param behind the address of an offline Stripe */
export async function startFaultyStripe(behind: string): Promise<FaultyStripe> {
  let fault: Fault | undefined
  let met = 0
  let longest = 0
  const sockets = new Set<Socket>()
  const server = createServer(async (request, response) => {
    const present = fault && (fault.when?.(request) ?? true) ? fault : undefined
    if (present) met += 1
    if (present?.instead && !present.done) {
      request.resume()
      present.instead(request.socket)
      return
    }
    const { status, headers, bytes } = await pass(request, behind)
    if (present?.instead) {
      present.instead(request.socket)
      return
    }
    const changed = present?.change?.({ status, json: JSON.parse(bytes.toString()) })
    const body = changed === undefined ? bytes : Buffer.from(changed)
    response.writeHead(status, { ...headers, 'content-length': body.length }).end(body)
  })
  server.on('connection', (socket) => {
    sockets.add(socket)
    socket.on('error', () => {})
    socket.once('close', () => {
      sockets.delete(socket)
      longest = Math.max(longest, socket.bytesWritten)
    })
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    get fault() {
      return fault
    },
    set fault(next) {
      fault = next
      met = 0
    },
    met: () => met,
    longest: () => longest,
    async close() {
      server.close()
      for (const socket of sockets) socket.destroy()
      await once(server, 'close')
    },
  }
}

async function pass(request: IncomingMessage, behind: string) {
  const { method, headers, url = '' } = request
  const passed = send(new URL(url, behind), { method, headers, agent: false })
  request.pipe(passed)
  const [response] = (await once(passed, 'response')) as [IncomingMessage]
  const { connection, 'transfer-encoding': encoding, ...kept } = response.headers
  return { status: response.statusCode ?? 0, headers: kept, bytes: await buffer(response) }
}

/** A complete answer, which ends its connection. */
export function whole(
  body: string | Buffer,
  { status = '200 OK', type = 'application/json', headers = '' } = {},
): (socket: Socket) => void {
  return (socket) => {
    const bytes = Buffer.from(body)
    socket.write(
      `HTTP/1.1 ${status}\r\ncontent-type: ${type}\r\ncontent-length: ${bytes.length}\r\nconnection: close\r\n${headers}\r\n`,
    )
    socket.end(bytes)
  }
}

/** Sends bytes unchanged, and ends the connection. */
export function raw(bytes: string): (socket: Socket) => void {
  return (socket) => void socket.end(bytes)
}

/** Sends the first lines of an answer, then nothing, and leaves the connection open. */
export function speaks(head: string): (socket: Socket) => void {
  return (socket) => void socket.write(`HTTP/1.1 ${head}\r\n\r\n`)
}

/** Writes the same piece again and again, as long as the other side reads it. */
export function endless(
  piece: string,
  { head = 'HTTP/1.1 200 OK\r\ncontent-type: application/json\r\n\r\n', pause = 0 } = {},
) {
  return (socket: Socket) => {
    socket.write(head)
    const more = () => {
      if (socket.destroyed) return
      if (pause > 0) setTimeout(more, pause)
      if (socket.write(piece) && pause === 0) setImmediate(more)
    }
    if (pause === 0) socket.on('drain', more)
    more()
  }
}
