import { Redis } from 'ioredis'
import { expect, onTestFinished, test } from 'vitest'
import { AttemptLimits, type SignInAttempt } from '../../../src/hosts/standalone/attempt-limits.ts'
import { eventually } from '../../support/eventually.ts'
import { describeWhereSet } from '../../support/needs.ts'
import { startRedis } from '../../support/redis.ts'
import { startDashboard } from '../support.ts'

const PERSON = 'person@example.com'
const REFUSED = { code: 'too-many-attempts', status: 429 }

/** @param url a Redis that instances share */
function open(url?: string, marketplace = 'market'): AttemptLimits {
  const limits = new AttemptLimits((...parts) => JSON.stringify([marketplace, ...parts]), url)
  onTestFinished(() => limits.close())
  return limits
}

const attempt = (parts: Partial<SignInAttempt>): SignInAttempt => ({
  ip: '192.0.2.1',
  email: PERSON,
  device: undefined,
  ...parts,
})

/** Counts attempts until one is refused, or up to `most`. @returns how many were accepted */
async function taken(limits: AttemptLimits, most: number, parts: (index: number) => Partial<SignInAttempt>) {
  for (let index = 0; index < most; index += 1) {
    const refusal = await limits.countSignIn(attempt(parts(index))).then(
      () => undefined,
      (error: unknown) => error,
    )
    if (refusal === undefined) continue
    expect(refusal).toMatchObject(REFUSED)
    return index
  }
  return most
}

test('one network cannot use up the attempts of others', async () => {
  const limits = open()
  expect(await taken(limits, 1000, () => ({}))).toBe(10)
  for (let index = 0; index < 500; index += 1)
    await expect(limits.countSignIn(attempt({}))).rejects.toMatchObject(REFUSED)
  await limits.countSignIn(attempt({ ip: '198.51.100.1' }))
})

test('many networks have a limit together, which known browsers of the person pass', async () => {
  const limits = open()
  expect(await taken(limits, 1000, (index) => ({ ip: `192.0.2.${index % 250}` }))).toBe(100)
  expect(await taken(limits, 1000, () => ({ device: 'theirs' }))).toBe(10)
  await limits.countSignIn(attempt({ device: 'another of theirs' }))
  await limits.countSignIn(attempt({ email: 'somebody.else@example.com' }))
})

test('one network has a limit for all people together; an IPv6 network is one', async () => {
  const limits = open()
  const people = (index: number) => ({ email: `person${index}@example.com` })
  expect(await taken(limits, 1000, people)).toBe(50)
  const addresses = (index: number) => ({ ...people(index), ip: `2001:db8::${index.toString(16)}` })
  expect(await taken(limits, 1000, addresses)).toBe(50)
})

test('who signs in has used up nothing', async () => {
  const limits = open()
  for (let index = 0; index < 200; index += 1) {
    await expect(limits.countSignIn(attempt({}))).resolves.toBeUndefined()
    await limits.forgiveSignIn(attempt({}))
  }
})

describeWhereSet('several instances', ['TEST_REDIS_URL'], () => {
  const isCounted = async (limits: AttemptLimits, redis: Redis) => {
    const before = (await redis.keys('*')).length
    await limits.countRegistration(`192.0.2.${before}`)
    expect((await redis.keys('*')).length).toBeGreaterThan(before)
  }

  async function openTwo() {
    const server = await startRedis()
    onTestFinished(() => server.kill())
    const redis = new Redis(server.url)
    onTestFinished(() => redis.disconnect())
    const instances = [open(server.url), open(server.url)] as const
    for (const instance of instances) await eventually(() => isCounted(instance, redis))
    return { server, redis, instances }
  }

  test('have their limits together, which are not those of another marketplace', async () => {
    const { server, redis, instances } = await openTwo()
    const [here, there] = instances
    expect(await taken(here, 6, () => ({}))).toBe(6)
    expect(await taken(there, 1000, () => ({}))).toBe(4)
    await expect(here.countSignIn(attempt({}))).rejects.toMatchObject(REFUSED)
    const other = open(server.url, 'another')
    await eventually(() => isCounted(other, redis))
    expect(await taken(other, 1000, () => ({}))).toBe(10)
  })

  test('forgive together, too', async () => {
    const [here, there] = (await openTwo()).instances
    for (let index = 0; index < 50; index += 1) {
      await expect(here.countSignIn(attempt({}))).resolves.toBeUndefined()
      await there.forgiveSignIn(attempt({}))
    }
  })

  test('leave no connection behind when a host cannot listen', async () => {
    const { server, redis } = await openTwo()
    const clients = async () =>
      String(await redis.client('LIST'))
        .trim()
        .split('\n').length
    const before = await clients()
    const { url, services } = await startDashboard()
    const config = { ...services.config, redis: server.url }
    const port = Number(new URL(url).port)
    await expect(startDashboard({ services: { ...services, config }, port })).rejects.toThrow('EADDRINUSE')
    await eventually(async () => expect(await clients()).toBe(before))
  })

  test.each(['kill', 'pause'] as const)('count alone after a %s of Redis', async (end) => {
    const { server, instances } = await openTwo()
    await server[end]()
    for (const instance of instances) expect(await taken(instance, 1000, () => ({}))).toBe(10)
    if (end === 'pause') server.resume()
  })
})
