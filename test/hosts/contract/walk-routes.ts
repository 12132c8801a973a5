/** Walks through every route of the contract in one host. */

import { describe, expect, test } from 'vitest'
import { some } from '../../support/breadth.ts'
import { ADMINISTRATOR_ROUTES } from './administrator-routes.ts'
import { ANSWER_ROUTES } from './answer-routes.ts'
import type { Answer, Call, Role } from './host.ts'
import { type ContractRoute, type Sent, SHAPES } from './routes.ts'
import type { Scene } from './scene.ts'
import { SELLER_ROUTES } from './seller-routes.ts'

export const ROUTES = [...SELLER_ROUTES, ...ANSWER_ROUTES, ...ADMINISTRATOR_ROUTES]

const isForAdministrators = ({ path }: ContractRoute) => path.startsWith('administrator/')
const rightful = (route: ContractRoute): Role => (isForAdministrators(route) ? 'administrator' : 'seller')

/** The id that a call cannot do without. */
export const idOf = ({ query }: ContractRoute): string | undefined =>
  query.find((name) => name.endsWith('id*'))?.slice(0, -1)

export interface WalkOptions {
  /** How many are walked outside CI. */
  few?: number
  /** Calls in another way than over HTTP, where a refusal has no status. */
  inProcess?: (role: Role, call: Call) => Promise<Answer>
}

export function walkRoutes(scene: () => Scene, { inProcess, few = ROUTES.length }: WalkOptions = {}): void {
  const ask = (role: Role, route: ContractRoute, sent: Sent, format?: Call['format']) => {
    const call = { method: route.method, path: route.path, ...sent, ...(format && { format }) }
    return inProcess ? inProcess(role, call) : scene().call(role, call)
  }
  const expectRefusal = ({ status, body }: Answer, code: string, expected: number) => {
    expect(body).toMatchObject({ object: 'error', message: code })
    if (!inProcess) expect(status).toBe(expected)
  }

  describe.each(some(ROUTES, few).map((route) => [route.method, route.path, route] as const))(
    '%s /api/%s',
    (_method, _path, route) => {
      const role = rightful(route)
      let made: Promise<Sent> | undefined
      /** What is sent where it changes nothing, made once. */
      const harmless = async () => {
        made ??= Promise.resolve(route.good(scene()))
        return made
      }

      for (const format of !inProcess && route.method !== 'GET' && route.method !== 'DELETE'
        ? FORMATS
        : [undefined])
        test(`answers with ${route.returns}${format ? ` to ${format}` : ''}`, async () => {
          const sent = await route.good(scene())
          const { status, body } = await ask(role, route, sent, format)
          expect(status, JSON.stringify(body)).toBe(200)
          expectShape(route.returns, body)
        })

      for (const { code, when = '', status = 400, sent, ofPeople } of route.refusals ?? [])
        test(`refuses with ${code} ${when}`, async () => {
          const asked = await ask(role, route, await sent(scene()))
          if (ofPeople && !scene().knowsPeople) expect(asked).toEqual({ status: 200, body: [] })
          else expectRefusal(asked, code, status)
        })

      const id = idOf(route)
      if (id)
        test(`finds nothing without ${id}, by another, or for somebody else`, async () => {
          const good = await harmless()
          const unknown = { ...good, query: { ...good.query, [id]: 'nothing' } }
          expectRefusal(await ask(role, route, { ...good, query: {} }), `invalid-${id}`, 400)
          expectRefusal(await ask(role, route, unknown), `invalid-${id}`, 404)
          if (role === 'seller' && id !== 'countryid')
            expectRefusal(await ask('stranger', route, good), `invalid-${id}`, 404)
        })

      test('is for those whom it is for', async () => {
        const good = await harmless()
        // What runs in one process reads one database.
        const isOpen = inProcess && isForAdministrators(route) && route.method === 'GET'
        if (isOpen) {
          for (const other of ['guest', 'seller'] as const)
            expect((await ask(other, route, good)).status, other).toBe(200)
          return
        }
        const { guest, other } = inProcess ? IN_PROCESS : scene().turnsAway
        expect(await ask('guest', route, good)).toMatchObject(guest)
        if (isForAdministrators(route)) expect(await ask('seller', route, good)).toMatchObject(other)
      })
    },
  )
}

/** There, a refusal is an error with the code for its message. */
const IN_PROCESS = {
  guest: { body: { message: 'sign-in-required' } },
  other: { body: { message: 'administrator-required' } },
}

const FORMATS = ['form', 'json'] as const

function expectShape(returns: ContractRoute['returns'], body: unknown): void {
  if (returns === 'true') expect(body).toBe(true)
  else if (returns === 'integer') expect(Number.isInteger(body)).toBe(true)
  else if (returns.endsWith('[]')) {
    const list = body as unknown[]
    expect(list.length, 'a list with something in it').toBeGreaterThan(0)
    for (const item of list) expectObject(returns.slice(0, -2) as Shape, item)
  } else expectObject(returns as Shape, body)
}

type Shape = keyof typeof SHAPES

function expectObject(name: Shape, body: unknown): void {
  const { keys, sometimes, of } = SHAPES[name]
  const found = Object.keys(body as object).filter((key) => !(sometimes as readonly string[]).includes(key))
  expect(found.toSorted()).toEqual([...keys].toSorted())
  expect(body).toMatchObject({ object: name, stripeObject: { object: of } })
  for (const time of ['createdAt', 'updatedAt', 'submittedAt'] as const) {
    const said = (body as Record<string, string>)[time]
    if (said !== undefined) expect(new Date(said).toISOString()).toBe(said)
  }
}
