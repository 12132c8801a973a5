import { readFile } from 'node:fs/promises'
import { expect, test } from 'vitest'
import { checkPassword, hashPassword } from '../../../src/hosts/standalone/passwords.ts'

/** Fast, for tests. */
const CHEAP = { cost: { N: 2 ** 10, r: 8, p: 1 } }

test('a password matches its own hash only, and no two hashes are alike', async () => {
  const hash = await hashPassword('correct horse battery', CHEAP)
  expect(hash).not.toContain('correct')
  expect(hash).not.toBe(await hashPassword('correct horse battery', CHEAP))
  expect(await checkPassword('correct horse battery', hash, CHEAP)).toEqual({
    matches: true,
    outdated: false,
  })
  expect((await checkPassword('correct horse batterY', hash, CHEAP)).matches).toBe(false)
})

test('one that was hashed at another cost still matches, and is said to be outdated', async () => {
  const hash = await hashPassword('correct horse battery', CHEAP)
  const dearer = { cost: { ...CHEAP.cost, N: 2 ** 11 } }
  expect(await checkPassword('correct horse battery', hash, dearer)).toEqual({
    matches: true,
    outdated: true,
  })
})

test('the same letters match however they were typed', async () => {
  const hash = await hashPassword('caf\u00e9 au lait', CHEAP)
  expect((await checkPassword('cafe\u0301 au lait', hash, CHEAP)).matches).toBe(true)
})

test('nobody matches nothing, and what is no hash is a fault', async () => {
  expect((await checkPassword('', undefined)).matches).toBe(false)
  await expect(checkPassword('x', 'md5$x')).rejects.toThrow('no known format')
})

test('however many are checked, files are still read', async () => {
  const hash = await hashPassword('correct horse battery', CHEAP)
  const dear = hash.replace(/N=\d+/, `N=${2 ** 15}`)
  let done = 0
  const checks = Array.from({ length: 16 }, async () => {
    await checkPassword('correct horse battery', dear, CHEAP)
    done += 1
  })
  await readFile(import.meta.filename)
  expect(done).toBeLessThan(8)
  await Promise.all(checks)
})
