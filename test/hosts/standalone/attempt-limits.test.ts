import { expect, onTestFinished, test } from 'vitest'
import { AttemptLimits, type SignInAttempt } from '../../../src/hosts/standalone/attempt-limits.ts'

const PERSON = 'person@example.com'
const REFUSED = { code: 'too-many-attempts', status: 429 }

function open(): AttemptLimits {
  const limits = new AttemptLimits()
  onTestFinished(() => limits.close())
  return limits
}

const attempt = (parts: Partial<SignInAttempt>): SignInAttempt => ({
  ip: '192.0.2.1',
  email: PERSON,
  device: undefined,
  ...parts,
})

/** Counts until it is refused, or as often as it is told. @returns how many were taken */
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
    await limits.countSignIn(attempt({}))
    await limits.forgiveSignIn(attempt({}))
  }
})
