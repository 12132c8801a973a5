/**
 * People, kept in a JSON file, and their sessions, kept in memory: the smallest sign-in that an example can do with. Your app
 * has one already, and the module asks it only who is asking.
 */
import { randomBytes, randomUUID, scryptSync, timingSafeEqual } from 'node:crypto'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'

export interface Person {
  id: string
  name: string
  email: string
  /** True for the first person who registers. */
  admin: boolean
  salt: string
  hash: string
}

export interface Session {
  id: string
  person: Person
}

export class People {
  readonly #file: string
  readonly #people: Person[]
  readonly #sessions = new Map<string, Session>()

  constructor(file: string) {
    this.#file = file
    this.#people = existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as Person[]) : []
  }

  /** @returns undefined when the e-mail address is taken */
  register(name: string, email: string, password: string): Person | undefined {
    if (this.#find(email)) return undefined
    const salt = randomBytes(16).toString('hex')
    const admin = this.#people.length === 0
    const person = { id: randomUUID(), name, email, admin, salt, hash: hash(password, salt) }
    this.#people.push(person)
    writeFileSync(this.#file, JSON.stringify(this.#people, undefined, 2), { mode: 0o600 })
    return person
  }

  /** @returns undefined for a wrong e-mail address or password */
  check(email: string, password: string): Person | undefined {
    const person = this.#find(email)
    const given = hash(password, person?.salt ?? 'nobody')
    return person && timingSafeEqual(Buffer.from(given), Buffer.from(person.hash)) ? person : undefined
  }

  /** @returns the secret for the person's cookie */
  signIn(person: Person): string {
    const secret = randomBytes(32).toString('base64url')
    this.#sessions.set(secret, { id: randomUUID(), person })
    return secret
  }

  session(secret: string | undefined): Session | undefined {
    return secret === undefined ? undefined : this.#sessions.get(secret)
  }

  signOut(secret: string | undefined): void {
    if (secret !== undefined) this.#sessions.delete(secret)
  }

  #find(email: string): Person | undefined {
    return this.#people.find((person) => person.email.toLowerCase() === email.toLowerCase())
  }
}

function hash(password: string, salt: string): string {
  return scryptSync(password, salt, 32).toString('hex')
}
