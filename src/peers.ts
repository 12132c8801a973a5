/**
 * The other instances of this marketplace: through Redis they are told at once what changed here, and tell what changed
 * there. Nothing waits for Redis and nothing depends on it. Without it each instance finds a change out when what it holds
 * in memory has reached the end of its short life.
 *
 * @module
 */
import { randomUUID } from 'node:crypto'
import type { Redis, RedisOptions } from 'ioredis'
import { z } from 'zod'
import type { AccountChange } from './announcements.ts'
import type { Services } from './context.ts'
import { redisConnection } from './redis-connection.ts'
import { explained } from './tls/tls-problem.ts'

/** Milliseconds after which a server that does not answer counts as lost. */
const PATIENCE = 2_000

/** Milliseconds between looks whether the server is still there: a connection may be dead without anybody saying so. */
const LOOK = 2_000

const OPTIONS = {
  lazyConnect: true,
  // What cannot be told at once is not worth telling: whoever missed something forgets all that it holds.
  enableOfflineQueue: false,
  autoResendUnfulfilledCommands: false,
  autoResubscribe: false,
  maxRetriesPerRequest: 1,
  connectTimeout: PATIENCE,
  socketTimeout: PATIENCE,
  disconnectTimeout: 500,
  retryStrategy: (tries: number) => Math.min(tries * 100, PATIENCE),
} satisfies RedisOptions

/** What goes through Redis: who tells, and ids. Never anything of a person's. */
const MESSAGE = z.object({
  instance: z.string(),
  appid: z.string(),
  accountid: z.string(),
  stripeid: z.string(),
})

export interface Peers {
  /** Whether changes are told and heard at this moment. */
  inStep(): boolean
  close(): Promise<void>
}

type Parts = Pick<Services, 'storage' | 'headers' | 'announcements' | 'log'>

/**
 * Returns before Redis has answered: a server that is down, or an address that is wrong, is logged and tried again.
 *
 * @param url `redis://` or, for TLS, `rediss://`
 * @throws StorageError when the database does not answer: it says which instances belong together
 * @example
 * const peers = await joinPeers('redis://127.0.0.1:6379', services)
 * await peers.close()
 */
export async function joinPeers(url: string, parts: Parts): Promise<Peers> {
  // Marketplaces may share a Redis. Instances of one tenant with the same database are one, by whatever address they reach it.
  const marketplace = await parts.storage.settings.getOrSet('peers-channel', randomUUID())
  return new RedisPeers(url, `stripe-connect:${marketplace}`, parts)
}

class RedisPeers implements Peers {
  readonly #channel: string
  readonly #parts: Parts
  readonly #instance = randomUUID()
  /** A connection that listens can do nothing else on servers before Redis 6. */
  readonly #speaker: Redis
  readonly #listener: Redis
  readonly #looking: NodeJS.Timeout
  readonly #stopTelling: () => void
  #state: 'joining' | 'in-step' | 'alone' | 'closed' = 'joining'
  /** What the connections complained of last. */
  #problem = ''

  constructor(url: string, channel: string, parts: Parts) {
    this.#channel = channel
    this.#parts = parts
    this.#speaker = redisConnection(url, OPTIONS)
    this.#listener = redisConnection(url, OPTIONS)
    for (const connection of [this.#speaker, this.#listener]) {
      connection.on('ready', () => this.#listen())
      connection.on('close', () => this.#lost())
      connection.on('error', (error: Error) => {
        this.#problem = explained(error)
      })
      // Tried again until it is closed; the events above say how it goes.
      connection.connect().catch(() => undefined)
    }
    this.#listener.on('message', (_channel, text) => this.#hear(text))
    this.#stopTelling = parts.announcements.subscribeToOwn((change) => this.#tell(change))
    this.#looking = setInterval(() => this.#look(), LOOK).unref()
  }

  inStep(): boolean {
    return this.#state === 'in-step'
  }

  async close(): Promise<void> {
    this.#state = 'closed'
    clearInterval(this.#looking)
    this.#stopTelling()
    await Promise.all([disconnect(this.#speaker), disconnect(this.#listener)])
  }

  #tell({ appid, accountid, stripeid }: AccountChange): void {
    if (this.#speaker.status !== 'ready') return
    const message: z.infer<typeof MESSAGE> = { instance: this.#instance, appid, accountid, stripeid }
    this.#speaker.publish(this.#channel, JSON.stringify(message)).catch((error: Error) => {
      // A lost connection is told of when it closes.
      if (this.#state === 'in-step')
        this.#parts.log.warn({ problem: error.message }, 'other instances could not be told of a change')
    })
  }

  #hear(text: string): void {
    const { storage, headers, announcements, log } = this.#parts
    const message = parse(text)
    if (!message) {
      log.warn(
        { channel: this.#channel },
        'what came through Redis is no message of an instance and is ignored',
      )
      return
    }
    const { instance, ...change } = message
    // An instance of the version before tells all tenants of a database.
    if (instance === this.#instance || change.appid !== storage.appid) return
    // Before anyone is woken: what is read then must not come from memory or from a replica that is behind.
    storage.wrote(change)
    headers.changed(change.accountid)
    announcements.accountChangedElsewhere(change)
  }

  #connected(): boolean {
    return this.#speaker.status === 'ready' && this.#listener.status === 'ready'
  }

  /** Once both connections are there. */
  #listen(): void {
    if (!this.#connected()) return
    this.#listener.subscribe(this.#channel).then(
      () => this.#found(),
      (error: Error) => {
        this.#problem = error.message
        this.#lost()
      },
    )
  }

  #found(): void {
    if (this.#state === 'closed' || this.#state === 'in-step' || !this.#connected()) return
    // What was told until now was not heard here.
    this.#parts.headers.forgetAll()
    if (this.#state === 'alone')
      this.#parts.log.info('Redis is back: instances tell each other of changes at once')
    this.#state = 'in-step'
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
    // Without an answer in time the connection is closed, which is all that needs to be known.
    else for (const connection of [this.#speaker, this.#listener]) connection.ping().catch(() => undefined)
  }
}

function parse(text: string): z.infer<typeof MESSAGE> | undefined {
  try {
    return MESSAGE.parse(JSON.parse(text))
  } catch {
    return undefined
  }
}

/** Resolves when nothing of the connection is left. */
async function disconnect(connection: Redis): Promise<void> {
  // Between two tries there is nothing that would say that it has ended.
  const open = connection.status !== 'reconnecting' && connection.status !== 'end'
  const ended = open ? new Promise<void>((resolve) => connection.once('end', () => resolve())) : undefined
  connection.disconnect()
  await ended
}
