/**
 * Hashes passwords, so that a stolen database does not reveal them: with scrypt, which needs memory as well as time.
 *
 * @see https://cheatsheetseries.owasp.org/cheatsheets/Password_Storage_Cheat_Sheet.html#scrypt
 * @module
 */
import { randomBytes, type ScryptOptions, scrypt, timingSafeEqual } from 'node:crypto'
import { promisify } from 'node:util'
import { ConnectError } from '../../core/errors.ts'
import { Turns } from '../../core/turns.ts'

interface HashingCost {
  /** Memory cost: 128 * N * r bytes. A power of two. */
  N: number
  r: number
  p: number
}

/** 64 MB and a few tenths of a second for each try. */
const HASHING_COST: HashingCost = { N: 2 ** 16, r: 8, p: 2 }

/** Milliseconds that a sign-in waits for its turn. */
const PATIENCE = 20_000

const KEY_BYTES = 32
const FORMAT = /^scrypt\$N=(\d+),r=(\d+),p=(\d+)\$([\w-]+)\$([\w-]+)$/
const deriveKey = promisify<string, Buffer, number, ScryptOptions, Buffer>(scrypt)

/** Node hashes, reads files and looks up host names on the same four threads: hashing leaves two of them free. */
const turns = new Turns(2)

/** @throws ConnectError `too-busy` (503) while too many others sign in */
async function derive(password: string, salt: Buffer, cost: HashingCost): Promise<Buffer> {
  await turns.take(PATIENCE, () => {
    throw new ConnectError('too-busy', { status: 503 })
  })
  try {
    // The same letter can be typed in several ways: é as one character, or as e and an accent.
    const letters = password.normalize('NFKC')
    return await deriveKey(letters, salt, KEY_BYTES, { ...cost, maxmem: 256 * cost.N * cost.r })
  } finally {
    turns.pass()
  }
}

/** @returns the hash with its salt and cost, e.g. `scrypt$N=65536,r=8,p=2$<salt>$<key>` */
export async function hashPassword(password: string, cost = HASHING_COST): Promise<string> {
  const salt = randomBytes(16)
  const key = await derive(password, salt, cost)
  return `scrypt$N=${cost.N},r=${cost.r},p=${cost.p}$${salt.toString('base64url')}$${key.toString('base64url')}`
}

/** Stands in for the hash of an unregistered address, so that the answer takes as long. */
const NOBODY = `scrypt$N=${HASHING_COST.N},r=${HASHING_COST.r},p=${HASHING_COST.p}$${'A'.repeat(22)}$${'A'.repeat(43)}`

/**
 * @param hash undefined when nobody is registered: refused after the same time as a real one
 * @returns `outdated` when the hash has another cost than new ones and should be replaced
 * @throws Error for a hash that this file did not make
 */
export async function checkPassword(
  password: string,
  hash: string | undefined,
  cost = HASHING_COST,
): Promise<{ matches: boolean; outdated: boolean }> {
  const [, N, r, p, salt = '', key = ''] = FORMAT.exec(hash ?? NOBODY) ?? []
  if (!key) throw new Error('the password hash is in no known format')
  const used = { N: Number(N), r: Number(r), p: Number(p) }
  const expected = Buffer.from(key, 'base64url')
  const derived = await derive(password, Buffer.from(salt, 'base64url'), used)
  const matches = derived.length === expected.length && timingSafeEqual(derived, expected)
  return {
    matches: matches && hash !== undefined,
    outdated: used.N !== cost.N || used.r !== cost.r || used.p !== cost.p,
  }
}
