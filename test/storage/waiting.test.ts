import { setTimeout as sleep } from 'node:timers/promises'
import { describe, expect, test } from 'vitest'
import { Patience } from '../../src/storage/patience.ts'
import { NoAnswer } from '../../src/storage/storage-error.ts'
import { atMost, currentWait, forRequest, forSeveral, forStream, waitFor } from '../../src/storage/waiting.ts'
import { Watch } from '../../src/storage/watch.ts'

const patience = new Patience({ connect: 60_000, statement: 60_000 })
const ask = (milliseconds: number) => patience.ask('It', () => sleep(milliseconds))
const never = () => new Promise<never>(() => {})
const ignore = () => {}
const left = () => currentWait()?.left ?? Number.NaN

describe('a request', () => {
  test('waits for all that it asks together, in whatever call', async () => {
    const request = {}
    await forRequest(request, () => ask(300))
    await forRequest(request, async () => {
      expect(left()).toBeLessThan(2_750)
      await ask(300)
      expect(left()).toBeLessThan(2_450)
    })
    forRequest({}, () => expect(left()).toBe(3_000))
  })

  test('waits once for what it asks at the same time', async () => {
    await atMost(60_000, async () => {
      await Promise.all(Array.from({ length: 50 }, () => ask(200)))
      expect(left()).toBeGreaterThan(52_000)
    })
  })

  test('waits for nothing more once its time is over', async () => {
    await atMost(100, async () => {
      await expect(patience.ask('It', never)).rejects.toThrow(NoAnswer)
      let asked = false
      const again = patience.ask('It', async () => {
        asked = true
      })
      await expect(again).rejects.toThrow('It did not answer in time.')
      expect(asked).toBe(false)
    })
  })

  test('lends no limit to what is asked for several', async () => {
    await atMost(100, async () => {
      await expect(waitFor(forSeveral(() => ask(500)))).rejects.toThrow(NoAnswer)
    })
    await atMost(100, () => forSeveral(() => ask(500)))
  })

  test('that stays, as a stream does, has its time anew with each wait', async () => {
    await forStream(async () => {
      await ask(300)
      expect(left()).toBe(3_000)
    })
  })
})

describe('a connection', () => {
  test('that comes too late is let go of', async () => {
    const released: string[] = []
    const late = sleep(300, 'connection')
    const taking = atMost(50, () =>
      patience.connection(
        'It',
        () => late,
        (connection) => released.push(connection),
      ),
    )
    await expect(taking).rejects.toThrow(NoAnswer)
    await late
    expect(released).toEqual(['connection'])
  })

  test('is not waited for where too many come in vain', async () => {
    const busy = new Patience({ connect: 60_000, statement: 60_000 })
    let taken = 0
    const take = () =>
      atMost(20, () =>
        busy.connection(
          'It',
          () => {
            taken += 1
            return never()
          },
          () => {},
        ),
      ).catch((error: unknown) => error)
    for (let round = 0; round < 4; round += 1) {
      const answers = await Promise.all(Array.from({ length: 100 }, take))
      for (const answer of answers) expect(answer).toBeInstanceOf(NoAnswer)
    }
    expect(taken).toBe(200)
  })
})

describe('a database that does not answer', () => {
  test('is looked at by one at a time, told of once, and asked again when it answers', async () => {
    const told: (string | undefined)[] = []
    let looks = 0
    let answering = false
    const watch = new Watch({
      onChange: (problem) => told.push(problem),
      look: async () => {
        looks += 1
        expect(currentWait()).toBeUndefined()
        if (!answering) throw new NoAnswer('It stands still.')
      },
    })
    atMost(10, () => {
      for (let time = 0; time < 100; time += 1) watch.doubt()
    })
    await expect.poll(() => told).toEqual(['It stands still.'])
    expect(looks).toBe(1)
    expect(() => watch.refuse()).toThrow('It stands still.')
    answering = true
    await expect.poll(() => told).toEqual(['It stands still.', undefined])
    watch.refuse()
  })

  test('is not one that answers others while a look takes too long', async () => {
    const told: unknown[] = []
    let looks = 0
    const watch = new Watch({
      onChange: (problem) => told.push(problem),
      look: async () => {
        looks += 1
        await sleep(100)
        throw new NoAnswer('No connection within 100 ms.')
      },
    })
    const busy = new Patience({ connect: 60_000, statement: 60_000 }, watch)
    watch.doubt()
    await busy.ask('It', () => sleep(20))
    await expect.poll(() => looks).toBe(1)
    await sleep(150)
    expect(told).toEqual([])
    watch.doubt()
    // An idle connection from the pool is no proof that the database answers.
    await busy.connection('It', () => sleep(20), ignore)
    await expect.poll(() => told).toEqual(['No connection within 100 ms.'])
    watch.stop()
  })

  test('is not one that refuses: that is an answer', async () => {
    const told: unknown[] = []
    let looks = 0
    const watch = new Watch({
      onChange: (problem) => told.push(problem),
      look: async () => {
        looks += 1
        throw new Error('too many connections')
      },
    })
    watch.doubt()
    await expect.poll(() => looks).toBe(1)
    expect(told).toEqual([])
  })
})
