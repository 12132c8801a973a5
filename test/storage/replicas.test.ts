import { execFile } from 'node:child_process'
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { pathToFileURL } from 'node:url'
import { promisify } from 'node:util'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { accountStore } from '../../src/accounts/store/accounts.ts'
import { decisionStore } from '../../src/oversight/store/decisions.ts'
import type { Owner, ReplicaStatus, Storage } from '../../src/storage/storage.ts'
import { forRequest } from '../../src/storage/waiting.ts'
import { POSTGRESQL } from '../support/database-servers.ts'
import { eventually } from '../support/eventually.ts'
import { caughtUp, eachReplicated } from '../support/replicas.ts'
import { openPlace } from '../support/storage.ts'
import { stripeAccount } from '../support/stripe-objects.ts'

const execute = promisify(execFile)
const OPEN_STORAGE = path.join(import.meta.dirname, '..', '..', 'dist', 'src', 'storage', 'open-storage.js')

const ANN: Owner = { accountid: 'ann' }
const BOB: Owner = { accountid: 'bob' }

eachReplicated('replicas', (servers, kind) => {
  let opened: Storage[]
  let storage: Storage
  /** Another instance, which does not announce its changes to the first one. */
  let elsewhere: Storage
  let told: ReplicaStatus[]
  /** Ann's account. */
  let stripeid: string

  const open = async (onReplica = (_status: ReplicaStatus) => {}) => {
    const made = await openPlace(servers().config, { onReplica })
    opened.push(made)
    return made
  }

  beforeEach(async () => {
    opened = []
    told = []
    storage = await open((status) => told.push(status))
    elsewhere = await open()
    const stripeObject = stripeAccount()
    stripeid = stripeObject.id
    await accountStore(elsewhere).insert({ stripeid, ...ANN, stripeObject })
    await caughtUp(storage)
  })
  afterEach(async () => {
    for (const replica of servers().replicas) {
      await replica.relay.restore()
      await replica.resume()
    }
    await Promise.all(opened.map((each) => each.close()))
  })

  const states = () => storage.replicas().map(({ state }) => state)
  const submittedAt = async (from = storage) => (await accountStore(from).find(stripeid))?.submittedAt
  const readBy = (person: Owner) => storage.reading(person, () => submittedAt())
  const [first, second] = [new Date('2026-01-01T00:00:00.000Z'), new Date('2026-01-02T00:00:00.000Z')]

  test('answer what people read, and nothing else', async () => {
    await servers().pauseAll()
    await accountStore(elsewhere).setSubmitted(stripeid, first)
    expect(await readBy(BOB)).toBeUndefined()
    expect(await submittedAt()).toEqual(first)
    expect((await accountStore(storage).findCurrent(stripeid))?.submittedAt).toEqual(first)
  })

  test('are not read by whoever wrote, nor by whose rows were written, until they have caught up', async () => {
    await servers().pauseAll()
    await accountStore(storage).setSubmitted(stripeid, first)
    expect(await readBy(ANN)).toEqual(first)
    expect(await readBy(BOB)).toBeUndefined()
    // As for an administrator, who has no row.
    await storage.writing(BOB, async () => {
      expect(await readBy(BOB)).toEqual(first)
    })
    expect(await readBy(BOB)).toEqual(first)

    await servers().resumeAll()
    await eventually(async () => {
      // A read by someone who wrote makes the storage look at replicas more often.
      await readBy(ANN)
      await readBy(BOB)
      await servers().pauseAll()
      await accountStore(elsewhere).setSubmitted(stripeid, second)
      const read = [await readBy(ANN), await readBy(BOB)]
      await accountStore(elsewhere).setSubmitted(stripeid, first)
      await servers().resumeAll()
      expect(read).toEqual([first, first])
    })
  })

  test('are asked again soon by whoever waits for them', async () => {
    const wroteAt = performance.now()
    await accountStore(storage).setSubmitted(stripeid, first)
    await eventually(async () => {
      expect(await readBy(ANN)).toEqual(first)
      for (const { lag = Infinity } of storage.replicas().slice(0, 1))
        expect(performance.now() - lag).toBeGreaterThan(wroteAt)
    })
    expect(performance.now() - wroteAt).toBeLessThan(2_000)
  })

  test('do not hide what a replica does not have yet', async () => {
    await servers().pauseAll()
    const stripeObject = stripeAccount()
    await accountStore(elsewhere).insert({ stripeid: stripeObject.id, ...ANN, stripeObject })
    const found = await storage.reading(ANN, () => accountStore(storage).find(stripeObject.id))
    expect(found).toMatchObject({ stripeid: stripeObject.id })
  })

  test('are not read by whoever is known to have written by another instance', async () => {
    await servers().pauseAll()
    await accountStore(elsewhere).setSubmitted(stripeid, first)
    storage.wrote(ANN)
    expect(await readBy(ANN)).toEqual(first)
    expect(await readBy(BOB)).toBeUndefined()
  })

  test('that fall far behind are left out, and return by themselves', async () => {
    await servers().pauseAll()
    await accountStore(elsewhere).setSubmitted(stripeid, first)
    const each = servers().replicas
    const toldOf = (...expected: ReplicaStatus['state'][]) =>
      eventually(() => {
        const sorted = expected.flatMap((state) => each.map(() => state)).sort()
        expect(told.map(({ state }) => state).sort()).toEqual(sorted)
      })
    await toldOf('in-use', 'behind')
    expect(new Set(states())).toEqual(new Set(['behind']))
    expect(await readBy(BOB)).toEqual(first)
    await servers().resumeAll()
    await caughtUp(storage)
    await toldOf('in-use', 'behind', 'in-use')
    await servers().pauseAll()
    await accountStore(elsewhere).setSubmitted(stripeid, second)
    expect(await readBy(BOB)).toEqual(first)
  })

  test('that are down are left out at once, and return by themselves', async () => {
    const people = Array.from({ length: 20 }, (_, index) => ({ accountid: `person_${index}` }))
    const readByAll = () => Promise.all(people.map(readBy))
    await accountStore(elsewhere).setSubmitted(stripeid, first)
    await caughtUp(storage)
    const [one, ...others] = servers().replicas
    const underWay = readByAll()
    await one?.relay.refuse()
    for (const read of [await underWay, await readByAll(), await readByAll()])
      expect(read).toEqual(people.map(() => first))
    await eventually(() => expect(states()[0]).toBe('unreachable'))
    expect(storage.replicas()[0]?.problem).toMatch(/cannot be used/)
    expect(states().slice(1)).toEqual(others.map(() => 'in-use'))

    // Without any replica the primary answers.
    for (const other of others) await other.relay.refuse()
    expect(await readByAll()).toEqual(people.map(() => first))
    await eventually(() => expect(new Set(states())).toEqual(new Set(['unreachable'])))

    for (const { relay } of servers().replicas) await relay.restore()
    await caughtUp(storage)
    expect(storage.replicas()[0]?.problem).toBeUndefined()
  })

  test('that say nothing hold people up for a moment only', async () => {
    await readBy(BOB)
    const hungAt = performance.now()
    for (const { relay } of servers().replicas) relay.hang()
    await accountStore(elsewhere).setSubmitted(stripeid, first)
    await Promise.all([readBy(ANN), readBy(BOB)])
    expect(performance.now() - hungAt).toBeLessThan(4_000)
    await eventually(() => expect(new Set(states())).toEqual(new Set(['unreachable'])))
    const knownAt = performance.now()
    for (let round = 0; round < 10; round += 1) expect(await readBy(BOB)).toEqual(first)
    expect(performance.now() - knownAt).toBeLessThan(1_000)

    const closedAt = performance.now()
    await opened.pop()?.close()
    expect(performance.now() - closedAt).toBeLessThan(5_000)
    for (const { relay } of servers().replicas) await relay.restore()
    await caughtUp(storage)
  })

  test('that say nothing leave a request time for the primary, then and later', async () => {
    await servers().pauseAll()
    await accountStore(storage).setSubmitted(stripeid, first)
    await servers().resumeAll()
    await forRequest({}, async () => {
      // Ann's read hurries the heartbeat, which must not share this request's time limit.
      await readBy(ANN)
      for (const { relay } of servers().replicas) relay.hang()
      const hungAt = performance.now()
      expect(await readBy(BOB)).toEqual(first)
      expect(performance.now() - hungAt).toBeLessThan(4_000)
      // By then the query to the replica has been given up.
      await sleep(2_500)
      expect(await submittedAt()).toEqual(first)
    })
    for (const { relay } of servers().replicas) await relay.restore()
    await caughtUp(storage)
  })

  test('that fail at a read are told of, and the primary answers', async () => {
    const failures: unknown[] = []
    const reader = await openPlace(servers().config, { onReadFailed: (error) => failures.push(error) })
    opened.push(reader)
    await caughtUp(reader)
    // The table is missing on the replicas, and back on the primary before they learn of it.
    await servers().ask('alter table connect_decisions rename to connect_elsewhere')
    await caughtUp(reader)
    await servers().pauseAll()
    await servers().ask('alter table connect_elsewhere rename to connect_decisions')
    const page = { offset: 0, limit: 10 }
    expect(await reader.reading(BOB, () => decisionStore(reader).list({}, page))).toEqual([])
    expect(failures).toEqual([
      expect.objectContaining({ message: expect.stringMatching(/connect_decisions/) }),
    ])
  })

  test('that have no tables yet are behind', async () => {
    const other = `${new URL(servers().config.url ?? '').pathname.slice(1)}_later`
    const inOther = (url = '') => Object.assign(new URL(url), { pathname: `/${other}` }).href
    await servers().pauseAll()
    await servers().ask(`create database ${other}`)
    const { url, replicas, ...config } = servers().config
    const later = await openPlace({ ...config, url: inOther(url), replicas: replicas.map(inOther) })
    try {
      const stripeObject = stripeAccount()
      await accountStore(later).insert({ stripeid: stripeObject.id, ...ANN, stripeObject })
      const found = () => later.reading(BOB, () => accountStore(later).find(stripeObject.id))
      for (let round = 0; round < 5; round += 1) expect(await found()).toBeDefined()
      expect(later.replicas().filter(({ state }) => state === 'in-use')).toEqual([])
      await servers().resumeAll()
      await caughtUp(later)
      expect(await found()).toBeDefined()
    } finally {
      await later.close()
      await servers().resumeAll()
      await servers().ask(`drop database ${other}`)
    }
  })

  test('leave no trace of an instance that has ended, nor of one that ended without a word long ago', async () => {
    const beating = () => servers().ask('select instance from connect_heartbeats')
    expect(await beating()).toHaveLength(2)
    await servers().ask(
      `insert into connect_heartbeats (instance, beat, beaten_at)
        values ('long ago', 1, '2026-01-01 00:00:00'), ('lately', 1, '2999-01-01 00:00:00')`,
    )
    await open()
    await eventually(async () => {
      const names = (await beating()).map(({ instance }) => instance)
      expect(names).toHaveLength(4)
      expect(names).not.toContain('long ago')
    })
    await Promise.all(opened.splice(0).map((each) => each.close()))
    expect(await beating()).toEqual([{ instance: 'lately' }])
    await servers().ask('delete from connect_heartbeats')
  })

  // mysql2 itself keeps a process running until its pool is closed.
  if (kind === POSTGRESQL)
    test('do not keep a process going that has nothing else to do', async () => {
      const program = `
        import { openStorage } from ${JSON.stringify(pathToFileURL(OPEN_STORAGE).href)}
        const storage = await openStorage(${JSON.stringify(servers().config)}, { appid: 'market', migrate: false })
        while (storage.replicas().some(({ state }) => state !== 'in-use')) await new Promise((done) => setTimeout(done, 50))
        process.stdout.write('in use')
      `
      const { stdout } = await execute(process.execPath, ['--input-type=module', '-e', program], {
        timeout: 60_000,
      })
      expect(stdout).toBe('in use')
    })

  test('are named for people, without passwords', async () => {
    for (const { description } of storage.replicas())
      expect(description).toMatch(/at 127\.0\.0\.1:\d+\/test_/)
    expect(storage.description).toMatch(/, with (a replica|2 replicas)$/)
  })

  test('never show anybody less than what they wrote, whoever writes and however replicas stand', async () => {
    const instances = [storage, elsewhere]
    const people = Array.from({ length: 6 }, (_, index) => ({ accountid: `writer_${index}` }))
    const stopAt = performance.now() + 5_000
    const run = async (person: Owner, instance: Storage) => {
      const stripeObject = stripeAccount()
      const id = stripeObject.id
      await accountStore(instance).insert({ stripeid: id, ...person, stripeObject })
      let [written, reads, older] = [0, 0, 0]
      while (performance.now() < stopAt) {
        if (Math.random() < 0.3) {
          written += 1
          await accountStore(instance).setSubmitted(id, new Date(written))
        }
        const [row] = await instance.reading(person, () => accountStore(instance).ofPerson(person.accountid))
        reads += 1
        if ((row?.submittedAt?.getTime() ?? 0) < written) older += 1
        await sleep(Math.random() * 30)
      }
      return { reads, older }
    }
    const disturb = async () => {
      while (performance.now() < stopAt) {
        const replica = servers().replicas[Math.floor(Math.random() * servers().replicas.length)]
        await replica?.pause()
        await sleep(Math.random() * 500)
        if (Math.random() < 0.3) replica?.relay.cut()
        await replica?.resume()
        await sleep(Math.random() * 200)
      }
    }
    const disturbed = disturb()
    const results = await Promise.all(
      people.map((person, index) => run(person, instances[index % 2] ?? storage)),
    )
    await disturbed
    for (const { reads, older } of results) {
      expect(reads).toBeGreaterThan(20)
      expect(older).toBe(0)
    }
  })
})
