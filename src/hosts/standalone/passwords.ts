/**
 * Hashes passwords, so that a stolen database does not reveal them: with scrypt, which needs memory as well as time.
 *
 * @see https://cheatsheetseries.owasp.org/cheatsheets/Password_Storage_Cheat_Sheet.html#scrypt
 * @module
 */
import { randomBytes, type ScryptOptions, scrypt, timingSafeEqual } from 'node:crypto'
import { promisify } from 'node:util'
import { HashTurns } from '../../web/hash-turns.ts'

interface HashingCost {
  /** Memory cost: 128 * N * r bytes. A power of two. */
  N: number
  r: number
  p: number
}

/** 64 MB and a few tenths of a second for each try. */
export const HASHING_COST: HashingCost = { N: 2 ** 16, r: 8, p: 2 }

const KEY_BYTES = 32
const FORMAT = /^scrypt\$N=(\d+),r=(\d+),p=(\d+)\$([\w-]+)\$([\w-]+)$/
const deriveKey = promisify<string, Buffer, number, ScryptOptions, Buffer>(scrypt)

/** Node hashes, reads files and looks up host names on the same four threads: hashing leaves two of them free. */
const turns = new HashTurns(2)

interface Hashing {
  /** Whose password it is; undefined when nobody waits for it. */
  ip?: string
  cost?: HashingCost
}

function derive(password: string, salt: Buffer, cost: HashingCost, ip: string | undefined): Promise<Buffer> {
  return turns.run(ip, () => {
    // The same letter can be typed in several ways: é as one character, or as e and an accent.
    const letters = password.normalize('NFKC')
    return deriveKey(letters, salt, KEY_BYTES, { ...cost, maxmem: 256 * cost.N * cost.r })
  })
}

/**
 * @returns the hash with its salt and cost, e.g. `scrypt$N=65536,r=8,p=2$<salt>$<key>`
 * @throws ConnectError `too-busy` (503) while too many others sign in
 */
export async function hashPassword(
  password: string,
  { ip, cost = HASHING_COST }: Hashing = {},
): Promise<string> {
  const salt = randomBytes(16)
  const key = await derive(password, salt, cost, ip)
  return written(cost, salt.toString('base64url'), key.toString('base64url'))
}

function written({ N, r, p }: HashingCost, salt: string, key: string): string {
  return `scrypt$N=${N},r=${r},p=${p}$${salt}$${key}`
}

/** Stands in for the hash of an unregistered address, so that the answer takes as long. */
const nobody = (cost: HashingCost) => written(cost, 'A'.repeat(22), 'A'.repeat(43))

/**
 * @param hash undefined when nobody is registered: refused after the same time as a real one
 * @returns `outdated` when the hash has another cost than new ones and should be replaced
 * @throws ConnectError `too-busy` (503) while too many others sign in
 * @throws Error for a hash that this file did not make
 */
export async function checkPassword(
  password: string,
  hash: string | undefined,
  { ip, cost = HASHING_COST }: Hashing = {},
): Promise<{ matches: boolean; outdated: boolean }> {
  const [, N, r, p, salt = '', key = ''] = FORMAT.exec(hash ?? nobody(cost)) ?? []
  if (!key) throw new Error('the password hash is in no known format')
  const used = { N: Number(N), r: Number(r), p: Number(p) }
  const expected = Buffer.from(key, 'base64url')
  const derived = await derive(password, Buffer.from(salt, 'base64url'), used, ip)
  const matches = derived.length === expected.length && timingSafeEqual(derived, expected)
  return {
    matches: matches && hash !== undefined,
    outdated: used.N !== cost.N || used.r !== cost.r || used.p !== cost.p,
  }
}
