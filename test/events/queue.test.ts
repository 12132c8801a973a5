/** Several queues on the same rows, as with several instances. */
import { setTimeout as sleep } from 'node:timers/promises'
import { pino } from 'pino'
import { expect, onTestFinished, test, vi } from 'vitest'
import { LeasedQueue } from '../../src/events/queue.ts'
import { inboxStore } from '../../src/events/store/inbox.ts'
import type { Storage, Task } from '../../src/storage/storage.ts'
import { eventually } from '../support/eventually.ts'
import { keepIn } from '../support/keep-event.ts'
import { eachStorage } from '../support/storage.ts'
import { stripeEvent } from '../support/stripe-objects.ts'

const KEYS = Array.from({ length: 6 }, (_, n) => `acct_${n}`)

const updated = (account: string) =>
  stripeEvent('account.updated', account, { id: account, object: 'account' })

const keyOf = ({ payload }: Task) => (payload as { account: string }).account

function startQueue(
  storage: Storage,
  handle: (tasks: readonly Task[]) => Promise<ReadonlyMap<Task, unknown>>,
  { lease = 60_000, slots = 4, patience = 60_000, most = 100 } = {},
): LeasedQueue {
  const queue = new LeasedQueue({
    name: 'test',
    rows: inboxStore(storage),
    handle,
    prospect: () => 'passing',
    describe: String,
    slots: () => slots,
    patience,
    most,
    lease,
    longest: 60_000,
    log: pino({ level: 'silent' }),
    now: () => new Date(),
  })
  queue.wake()
  onTestFinished(() => queue.stop())
  return queue
}

const waiting = async (storage: Storage) => (await inboxStore(storage).figures()).waiting

eachStorage('queues on the same rows', (open) => {
  test('never have a key at once, lose nothing and do everything, though tasks fail', async () => {
    const storages = [await open(), await open(), await open()]
    const [first = expect.fail('there is no storage')] = storages
    const held = new Set<string>()
    const shared: string[] = []
    const tries = new Map<string, number>()
    const done = new Set<string>()
    const handle = async (tasks: readonly Task[]) => {
      const [key = ''] = new Set(tasks.map(keyOf))
      if (held.has(key)) shared.push(key)
      held.add(key)
      await sleep(Math.random() * 20)
      held.delete(key)
      const failures = new Map<Task, unknown>()
      for (const task of tasks) {
        const tried = 1 + (tries.get(task.id) ?? 0)
        tries.set(task.id, tried)
        if (tried === 1 && Math.random() < 0.2) failures.set(task, new Error('not yet'))
        else done.add(task.id)
      }
      return failures
    }
    const queues = [...storages, ...storages].map((storage) => startQueue(storage, handle))
    const received: string[] = []
    for (let round = 0; round < 8; round += 1)
      await Promise.all(
        KEYS.map(async (key, n) => {
          const event = updated(key)
          received.push(event.id)
          const inbox = inboxStore(storages[(round + n) % storages.length] ?? first)
          await keepIn(inbox, event, new Date())
          queues[(round * n) % queues.length]?.wake()
        }),
      )
    await eventually(async () => expect(await waiting(first)).toBe(0))
    expect(shared).toEqual([])
    expect(done).toEqual(new Set(received))
    for (const queue of queues) await queue.stop()
    expect(
      await inboxStore(first).forgetLeases(new Date('2100-01-01'), 10),
      'every lease is given back',
    ).toBe(0)
  })
})

eachStorage('a queue', (open) => {
  test('keeps a key that takes long, in one place, while others are done', async () => {
    const storage = await open()
    const extend = vi.spyOn(inboxStore(storage), 'extend')
    const handled: string[] = []
    let end = () => {}
    const slow = new Promise<void>((resolve) => {
      end = resolve
    })
    const handle = async (tasks: readonly Task[]) => {
      const [key = ''] = tasks.map(keyOf)
      handled.push(key)
      if (key === 'acct_slow') await slow
      return new Map()
    }
    const queue = startQueue(storage, handle, { lease: 3_000, slots: 2 })
    const receive = async (account: string) => {
      await keepIn(inboxStore(storage), updated(account), new Date())
      queue.wake()
    }
    await receive('acct_slow')
    await eventually(() => expect(extend.mock.calls.length).toBeGreaterThan(2))
    await receive('acct_slow')
    for (const account of KEYS) await receive(account)
    await eventually(async () => expect(await waiting(storage)).toBe(2))
    expect(handled.filter((key) => key === 'acct_slow')).toHaveLength(1)
    end()
    await eventually(async () => expect(await waiting(storage)).toBe(0))
  })

  test('goes on to other keys when one has more waiting than it has places', async () => {
    const storage = await open()
    let end = () => {}
    const slow = new Promise<void>((resolve) => {
      end = resolve
    })
    const done = new Set<string>()
    const handle = async (tasks: readonly Task[]) => {
      const [key = ''] = tasks.map(keyOf)
      if (key === 'acct_many') await slow
      done.add(key)
      return new Map()
    }
    for (let count = 0; count < 5; count += 1)
      await keepIn(inboxStore(storage), updated('acct_many'), new Date(count))
    await keepIn(inboxStore(storage), updated('acct_one'), new Date(1000))
    const queue = startQueue(storage, handle, { slots: 3 })
    await eventually(() => expect(done).toEqual(new Set(['acct_one'])))
    end()
    await eventually(() => expect(done.size).toBe(2))
    await queue.stop()
  })

  test('lets others have the slots of keys that hang, up to a number, and does what hung in the end', async () => {
    const storage = await open()
    const inbox = inboxStore(storage)
    let end = () => {}
    const hanging = new Promise<void>((resolve) => {
      end = resolve
    })
    const started: string[] = []
    const handle = async (tasks: readonly Task[]) => {
      const [key = ''] = tasks.map(keyOf)
      started.push(key)
      if (key.startsWith('acct_hangs')) await hanging
      return new Map()
    }
    const queue = startQueue(storage, handle, { slots: 2, patience: 50, most: 5 })
    const receive = async (...accounts: string[]) => {
      for (const account of accounts) await keepIn(inbox, updated(account), new Date())
      queue.wake()
    }
    await receive('acct_hangs_1', 'acct_hangs_2', 'acct_hangs_3', 'acct_hangs_4')
    await eventually(() => expect(started).toHaveLength(4))
    await receive(...KEYS)
    await eventually(async () => expect(await waiting(storage)).toBe(4))
    await receive('acct_hangs_5', 'acct_hangs_6', 'acct_last')
    await eventually(() => expect(started).toContain('acct_hangs_5'))
    await sleep(300)
    expect(started).not.toContain('acct_hangs_6')
    end()
    await eventually(async () => expect(await waiting(storage)).toBe(0))
  })

  test('tries all again when what does them fails as a whole', async () => {
    const storage = await open()
    let tries = 0
    const handle = async () => {
      tries += 1
      if (tries === 1) throw new Error('it is broken')
      return new Map()
    }
    await keepIn(inboxStore(storage), updated('acct_1'), new Date())
    startQueue(storage, handle)
    await eventually(async () => expect(await waiting(storage)).toBe(0))
    expect(tries).toBe(2)
    const [row] = await inboxStore(storage).ofAccount('acct_1', { offset: 0, limit: 1 })
    expect(row).toMatchObject({ attempts: 1, appliedAt: expect.any(Date) })
  })
})
