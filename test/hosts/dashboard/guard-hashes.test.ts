import { IncomingMessage, ServerResponse } from 'node:http'
import { Socket } from 'node:net'
import { expect, test, vi } from 'vitest'
import { noteFailures } from '../../../src/hosts/dashboard/guard-database.ts'
import { guardHashes } from '../../../src/hosts/dashboard/guard-hashes.ts'
import { HashTurns } from '../../../src/web/hash-turns.ts'
import { standInForDashboard } from './stand-in.ts'

/** @param compare hashes in Dashboard's place */
async function guarded(compare: (text: string) => Promise<boolean>, turns?: HashTurns) {
  const hash = { bcryptHashCompare: async (_text: string, _hash: string) => false }
  const response = { throw500: vi.fn(), throwError: vi.fn() }
  await standInForDashboard({
    'index.js': { Hash: hash, Response: response },
    'src/bcrypt.js': { compare },
  })
  guardHashes(turns)
  const signIn = (ip: string, password: string) => {
    const request = Object.assign(new IncomingMessage(new Socket()), { url: '/account/signin' })
    Object.defineProperty(request.socket, 'remoteAddress', { value: ip })
    return {
      request,
      response: new ServerResponse(request),
      matches: noteFailures(request, () => hash.bcryptHashCompare(password, 'hash')),
    }
  }
  return { signIn, response }
}

test('the sign-ins of one address wait behind each other, not before those of others', async () => {
  const hashed: string[] = []
  const { signIn } = await guarded(async (text) => {
    hashed.push(text)
    return true
  })
  const guest = Array.from({ length: 150 }, (_, index) => signIn('192.0.2.1', `guess ${index}`).matches)
  const others = [signIn('198.51.100.1', 'hers').matches, signIn('203.0.113.1', 'his').matches]
  expect(await Promise.all(others)).toEqual([true, true])
  expect(hashed.length).toBeLessThan(6)
  await Promise.all(guest)
  expect(hashed.filter((text) => text.startsWith('guess'))).toEqual(guest.map((_, at) => `guess ${at}`))
})

test('the addresses of one IPv6 network count as one', async () => {
  const hashed: string[] = []
  const { signIn } = await guarded(async (text) => {
    hashed.push(text)
    return true
  })
  const guest = Array.from({ length: 20 }, (_, index) => signIn(`2001:db8::${index + 1}`, 'a guess').matches)
  const other = signIn('198.51.100.1', 'hers').matches
  await Promise.all([...guest, other])
  expect(hashed.indexOf('hers')).toBeLessThan(3)
})

test('a sign-in that has waited too long is told to come again, and gives up its turn', async () => {
  let finish = (_matches: boolean) => {}
  const first = new Promise<boolean>((resolve) => {
    finish = resolve
  })
  const { signIn, response } = await guarded(() => first, new HashTurns(1, { patience: 20 }))
  const hashing = signIn('192.0.2.1', 'a guess')
  for (const ip of ['192.0.2.1', '198.51.100.1']) {
    const late = signIn(ip, 'hers')
    await expect(late.matches).rejects.toMatchObject({ code: 'too-busy', status: 503 })
    // As Dashboard does when a page fails.
    await response.throw500(late.request, late.response)
    const sentence = expect.stringContaining('very busy')
    expect(response.throwError).toHaveBeenLastCalledWith(late.request, late.response, 503, sentence)
    expect(late.response.getHeader('retry-after')).toBeDefined()
  }
  finish(true)
  expect(await hashing.matches).toBe(true)
  expect(await signIn('203.0.113.1', 'his').matches).toBe(true)
})

test('others are answered for as long as a password was hashed before the next one is', async () => {
  let rounds = 0
  const between: number[] = []
  const count = setInterval(() => {
    rounds += 1
  }, 1)
  const { signIn } = await guarded(async () => {
    between.push(rounds)
    const until = performance.now() + 100
    while (performance.now() < until);
    return true
  })
  await Promise.all(['192.0.2.1', '198.51.100.1', '203.0.113.1'].map((ip) => signIn(ip, 'a guess').matches))
  clearInterval(count)
  const [first = 0, second = 0, third = 0] = between
  expect(Math.min(second - first, third - second)).toBeGreaterThan(3)
})
