/**
 * Sends server-sent events.
 *
 * @see https://html.spec.whatwg.org/multipage/server-sent-events.html
 * @module
 */
import { once } from 'node:events'
import type { RequestHandler, Response } from 'express'
import { ConnectError } from '../core/errors.ts'
import { forStream } from '../storage/waiting.ts'
import type { HostHooks } from './host-hooks.ts'
import { contextOf } from './request-context.ts'
import type { EventStream } from './route.ts'
import { queryValues } from './validate.ts'

/** Open streams of one person: each change of their account costs a query for each. A browser has one for each tab. */
const MOST_STREAMS = 16

/** Milliseconds between heartbeats: proxies close a connection that is silent for longer. */
const HEARTBEAT = 15_000

/**
 * The response's head goes out with the first event or heartbeat, so that an earlier refusal still has its status, which tells
 * the browser not to reconnect. The stream ends when the person leaves, signs out or the host stops. A person with too many streams
 * gets 503 for another.
 */
export function streamHandler(stream: EventStream, hooks: HostHooks): RequestHandler {
  const counts = new Map<string | undefined, number>()
  return async (request, response) => {
    const context = contextOf(response)
    const { accountid, sessionid } = context.caller ?? {}
    const open = stream.enter(context, () => queryValues(request.originalUrl))
    response.set({
      'content-type': 'text/event-stream',
      // Compression, even the app's own, would hold events back until there are enough of them.
      'cache-control': 'no-store, no-transform',
      // Reverse proxies that buffer answers would hold events back.
      'x-accel-buffering': 'no',
    })
    if (request.method === 'HEAD') {
      response.end()
      return
    }

    // The socket's close, not the response's: a response that waits behind another gets none.
    const { socket } = request
    // The visitor left during the sign-in check.
    if (socket.destroyed) return

    const count = counts.get(accountid) ?? 0
    if (count >= MOST_STREAMS) throw new ConnectError('too-busy', { status: 503 })
    counts.set(accountid, count + 1)

    const gone = new AbortController()
    const leave = () => gone.abort()
    socket.on('close', leave)
    const forget = context.services.announcements.subscribeToSessionEnds((end) => {
      if (end && end.sessionid === sessionid) leave()
    })
    const signal = AbortSignal.any([gone.signal, hooks.stopping])
    const isStillSignedIn = async () => {
      const caller = await hooks.callerNow(request).catch(() => undefined)
      return caller?.sessionid === sessionid
    }
    const check = async () => {
      if (!(await isStillSignedIn())) leave()
      else if (!response.writableEnded && !response.writableNeedDrain) response.write(': still here\n\n')
    }
    const life = hooks.streamLife === undefined ? undefined : setTimeout(leave, hooks.streamLife)
    const heartbeat = setInterval(() => forStream(check), HEARTBEAT)
    try {
      await forStream(async () => {
        for await (const { event, data } of untilAborted(open(signal), signal)) {
          // The first says what the person who was just asked for may see.
          if (response.headersSent && !(await isStillSignedIn())) break
          await send(response, `event: ${event}\ndata: ${JSON.stringify(data)}\n\n`, signal)
        }
      })
    } finally {
      clearInterval(heartbeat)
      clearTimeout(life)
      forget()
      socket.off('close', leave)
      const left = (counts.get(accountid) ?? 1) - 1
      if (left > 0) counts.set(accountid, left)
      else counts.delete(accountid)
    }
    response.end()
  }
}

/** Waits for a slow reader instead of buffering events in memory. */
async function send(response: Response, text: string, signal: AbortSignal): Promise<void> {
  if (response.write(text) || signal.aborted) return
  await once(response, 'drain', { signal }).catch(() => undefined)
}

/** Ends at once when the signal aborts, even while the next value is awaited. */
async function* untilAborted<T>(values: AsyncIterable<T>, signal: AbortSignal): AsyncGenerator<T> {
  const iterator = values[Symbol.asyncIterator]()
  const aborted = new Promise<undefined>((resolve) => {
    if (signal.aborted) resolve(undefined)
    else signal.addEventListener('abort', () => resolve(undefined), { once: true })
  })
  try {
    for (;;) {
      const next = await Promise.race([iterator.next(), aborted])
      if (!next || next.done) return
      yield next.value
    }
  } finally {
    // Not awaited: a generator that waits itself returns only when it wakes.
    iterator.return?.().catch(() => undefined)
  }
}
