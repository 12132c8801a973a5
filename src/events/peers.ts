/**
 * The other instances of this marketplace. Through Redis, instances tell each other at once what changed. Nothing waits for Redis
 * or depends on it: without it an instance notices a change when the values in its memory expire.
 *
 * @module
 */
import { randomUUID } from 'node:crypto'
import type { Redis } from 'ioredis'
import { z } from 'zod'
import type { AccountChange, Peers, SessionEnd } from '../context/announcements.ts'
import type { Services } from '../context/context.ts'
import { AT_ONCE, disconnect, redisConnection } from '../net/redis-connection.ts'
import { explained } from '../net/tls-problem.ts'

/** Milliseconds between checks of the connection, which may be dead without an error. */
const LOOK = 2_000

/** The message sent through Redis: the sender and ids, never personal data. */
const CHANGE = z.object({
  instance: z.string(),
  appid: z.string(),
  accountid: z.string(),
  stripeid: z.string(),
})

/**
 * The message for a sign-out. It has a separate channel, because earlier versions would log it as an error on theirs. Without a
 * session it says that there was too much to tell: what is in memory about anybody may be old.
 */
const SESSION_END = z.object({ instance: z.string(), appid: z.string(), sessionid: z.string().optional() })

/** The most messages that wait for Redis to be back. */
const MOST_UNTOLD = 1_000

type Parts = Pick<Services, 'storage' | 'headers' | 'announcements' | 'log'>

/**
 * Returns before Redis has answered. If the server is down or the address is wrong, that is logged and tried again.
 *
 * @param url `redis://` or, for TLS, `rediss://`
 * @throws StorageError when the database, which says which instances belong together, does not answer
 * @example
 * const peers = await joinPeers('redis://127.0.0.1:6379', services)
 * await peers.close()
 */
export async function joinPeers(url: string, parts: Parts): Promise<Peers> {
  // Marketplaces may share a Redis. Instances of one tenant with the same database belong together, whatever address they use for it.
  const marketplace = await parts.storage.settings.getOrSet('peers-channel', randomUUID())
  return new RedisPeers(url, `stripe-connect:${marketplace}`, parts)
}

class RedisPeers implements Peers {
  readonly #changes: string
  readonly #sessionEnds: string
  readonly #parts: Parts
  readonly #instance = randomUUID()
  /** Before Redis 6, a connection that listens can do nothing else. */
  readonly #speaker: Redis
  readonly #listener: Redis
  readonly #looking: NodeJS.Timeout
  readonly #stopTelling: (() => void)[]
  #state: 'joining' | 'in-step' | 'alone' | 'closed' = 'joining'
  /** The latest error of the connections. */
  #problem = ''
  /** What others could not be told yet. Undefined when it is too much: then they are to forget everything. */
  #untold: [channel: string, message: object][] | undefined = []

  constructor(url: string, channel: string, parts: Parts) {
    this.#changes = channel
    this.#sessionEnds = `${channel}:sessions`
    this.#parts = parts
    this.#speaker = redisConnection(url, AT_ONCE)
    this.#listener = redisConnection(url, AT_ONCE)
    for (const connection of [this.#speaker, this.#listener]) {
      connection.on('ready', () => this.#listen())
      connection.on('close', () => this.#lost())
      connection.on('error', (error: Error) => {
        this.#problem = explained(error)
      })
      // It retries until it is closed; the events above report its state.
      connection.connect().catch(() => undefined)
    }
    this.#listener.on('message', (channel, text) => {
      if (channel === this.#sessionEnds) this.#hearSessionEnd(text)
      else this.#hearChange(text)
    })
    this.#stopTelling = [
      parts.announcements.subscribeToOwn((change) => this.#tellChange(change)),
      parts.announcements.subscribeToOwnSessionEnds((end) => this.#tellSessionEnd(end)),
    ]
    this.#looking = setInterval(() => this.#look(), LOOK).unref()
  }

  inStep(): boolean {
    return this.#state === 'in-step'
  }

  async close(): Promise<void> {
    this.#state = 'closed'
    clearInterval(this.#looking)
    for (const stop of this.#stopTelling) stop()
    await Promise.all([disconnect(this.#speaker), disconnect(this.#listener)])
  }

  #tellChange({ appid, accountid, stripeid }: AccountChange): void {
    const message: z.infer<typeof CHANGE> = { instance: this.#instance, appid, accountid, stripeid }
    this.#tell(this.#changes, message)
  }

  #tellSessionEnd({ appid, sessionid }: SessionEnd): void {
    const message: z.infer<typeof SESSION_END> = { instance: this.#instance, appid, sessionid }
    this.#tell(this.#sessionEnds, message)
  }

  #tell(channel: string, message: object): void {
    if (this.#state === 'closed') return
    const keep = () => this.#keep(channel, message)
    if (this.#speaker.status === 'ready') this.#speaker.publish(channel, JSON.stringify(message)).catch(keep)
    else keep()
  }

  /** Keeps a message until Redis is back. A message that was heard although its answer was lost does no harm twice. */
  #keep(channel: string, message: object): void {
    this.#untold?.push([channel, message])
    if ((this.#untold?.length ?? 0) > MOST_UNTOLD) this.#untold = undefined
  }

  #tellRest(): void {
    const rest: [string, object][] = this.#untold ?? [
      [this.#sessionEnds, { instance: this.#instance, appid: this.#parts.storage.appid }],
    ]
    this.#untold = []
    for (const [channel, message] of rest) this.#tell(channel, message)
  }

  #hearChange(text: string): void {
    const { storage, headers, announcements } = this.#parts
    const message = this.#understand(CHANGE, text)
    if (!message) return
    const { instance: _, ...change } = message
    // Before any listener runs: its reads must not come from memory or from a replica that lags behind.
    storage.wrote(change)
    headers.changed(change.accountid)
    announcements.accountChangedElsewhere(change)
  }

  #hearSessionEnd(text: string): void {
    const message = this.#understand(SESSION_END, text)
    if (!message) return
    const { appid, sessionid } = message
    if (sessionid === undefined) {
      this.#parts.headers.forgetAll()
      this.#parts.announcements.sessionEndedElsewhere(undefined)
    } else this.#parts.announcements.sessionEndedElsewhere({ appid, sessionid })
  }

  /** @returns undefined for a message of this instance or of another tenant, and for anything invalid */
  #understand<T extends { instance: string; appid: string }>(
    schema: z.ZodType<T>,
    text: string,
  ): T | undefined {
    const message = parse(schema, text)
    if (!message)
      this.#parts.log.warn(
        { channel: this.#changes },
        'what came through Redis is no message of an instance and is ignored',
      )
    // An instance of the previous version tells all tenants of a database.
    const isOurs = message?.appid === this.#parts.storage.appid && message.instance !== this.#instance
    return isOurs ? message : undefined
  }

  #connected(): boolean {
    return this.#speaker.status === 'ready' && this.#listener.status === 'ready'
  }

  /** Subscribes when both connections are ready. */
  #listen(): void {
    if (!this.#connected()) return
    this.#listener.subscribe(this.#changes, this.#sessionEnds).then(
      () => this.#found(),
      (error: Error) => {
        this.#problem = error.message
        this.#lost()
      },
    )
  }

  #found(): void {
    if (this.#state === 'closed' || this.#state === 'in-step' || !this.#connected()) return
    // This instance missed every message until now.
    this.#parts.headers.forgetAll()
    this.#parts.announcements.sessionEndedElsewhere(undefined)
    if (this.#state === 'alone')
      this.#parts.log.info('Redis is back: instances tell each other of changes at once')
    this.#state = 'in-step'
    this.#tellRest()
  }

  #lost(): void {
    if (this.#state === 'closed' || this.#state === 'alone') return
    this.#state = 'alone'
    this.#parts.log.warn(
      { problem: this.#problem },
      'Redis does not answer: what other instances change is noticed within seconds instead of at once',
    )
  }

  #look(): void {
    if (this.#state !== 'in-step') this.#listen()
    // The client closes a connection that does not answer in time, and the close tells us.
    else {
      for (const connection of [this.#speaker, this.#listener]) connection.ping().catch(() => undefined)
      this.#tellRest()
    }
  }
}

function parse<T>(schema: z.ZodType<T>, text: string): T | undefined {
  try {
    return schema.parse(JSON.parse(text))
  } catch {
    return undefined
  }
}
