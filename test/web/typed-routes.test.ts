/** The types that a client of the API can have, from the declarations alone. */
import { expectTypeOf, test } from 'vitest'
import { z } from 'zod'
import type { routes } from '../../src/features.ts'
import type { payoutSchema } from '../../src/payouts/index.ts'
import { type ApiRoute, apiRoute } from '../../src/web/route.ts'

/** A route by its method and path, e.g. `GET /api/user/connect/payout`. */
type Api<Routes extends readonly unknown[]> = {
  [R in Extract<Routes[number], ApiRoute> as `${R['method']} ${R['path']}`]: {
    query: z.output<R['query']>
    body: R['body'] extends z.ZodType ? z.input<R['body']> : undefined
    answer: z.output<R['returns']>
  }
}

type Client = Api<typeof routes>

test('a client knows what a route asks for and answers', () => {
  type Payout = Client['GET /api/user/connect/payout']
  expectTypeOf<Payout['query']>().toEqualTypeOf<{ payoutid: string }>()
  expectTypeOf<Payout['body']>().toEqualTypeOf<undefined>()
  expectTypeOf<Payout['answer']>().toEqualTypeOf<z.output<typeof payoutSchema>>()
})

test('a client knows each route by its method and path, and no other', () => {
  expectTypeOf<'DELETE /api/user/connect/delete-stripe-account'>().toExtend<keyof Client>()
  expectTypeOf<'GET /api/administrator/connect/payouts-count'>().toExtend<keyof Client>()
  expectTypeOf<'POST /api/user/connect/payout'>().not.toExtend<keyof Client>()
  expectTypeOf<string>().not.toExtend<keyof Client>()
})

test('a client knows what is posted', () => {
  const rename = apiRoute({
    method: 'PATCH',
    path: '/api/user/connect/rename',
    audience: 'user',
    summary: 'Gives a thing another name.',
    query: z.object({ thingid: z.string() }),
    body: z.object({ name: z.string(), times: z.number().optional() }),
    errors: [],
    returns: z.object({ name: z.string() }),
    handle: async ({ caller }, { query, body }) => {
      expectTypeOf(caller.accountid).toBeString()
      expectTypeOf(query.thingid).toBeString()
      return { name: body.name }
    },
  })
  type Rename = Api<readonly [typeof rename]>['PATCH /api/user/connect/rename']
  expectTypeOf<Rename['body']>().toEqualTypeOf<{ name: string; times?: number | undefined }>()
  expectTypeOf<Rename['answer']>().toEqualTypeOf<{ name: string }>()
})
