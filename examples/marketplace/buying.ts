/** What buyers do: look at goods, and buy them for pretend money. */
import { randomUUID } from 'node:crypto'
import { Router } from 'express'
import { connectHeaders, readPerson } from './dashboard.ts'
import type { Good } from './goods.ts'
import type { MarketOptions, Show } from './options.ts'
import { frontPage, type GoodPage, goodPage, orderPage } from './pages/goods.ts'

const GOODS_PER_PAGE = 24
const UUID = /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/
const UNKNOWN = 'The offline Stripe does not answer at the moment. Try again soon.'

export function buying({ goods, orders, payments }: MarketOptions, show: Show): Router {
  const router = Router()

  router.get('/', async (request, response, next) => {
    const number = Number(request.query.page ?? 1)
    const pages = Math.max(1, Math.ceil(goods.all().length / GOODS_PER_PAGE))
    if (!Number.isInteger(number) || number < 1 || number > pages) return next()
    const shown = goods.all().slice((number - 1) * GOODS_PER_PAGE, number * GOODS_PER_PAGE)
    const forSale = await canBeBought(shown).catch(report)
    const person = readPerson(request.headers)
    const headers = connectHeaders(request.headers)
    show(request, response, 'Goods', frontPage({ goods: shown, forSale, number, pages, person, headers }))
  })

  router.get('/goods/:id', async (request, response, next) => {
    const good = goods.find(request.params.id)
    if (!good) return next()
    const hindrance = await hindranceOf(good)
    show(request, response, good.name, goodPage(good, { order: randomUUID(), hindrance }))
  })

  // The form names the order, so that sending it twice buys once.
  router.post('/goods/:id/buy', async (request, response, next) => {
    const good = goods.find(request.params.id)
    if (!good) return next()
    const id = String(request.body?.order)
    const refuse = (status: number, reason: Pick<GoodPage, 'hindrance' | 'problem'>, order = id) =>
      show(request, response.status(status), good.name, goodPage(good, { order, ...reason }))
    if (!UUID.test(id)) {
      return refuse(400, { problem: 'The order was incomplete. Press the button again.' }, randomUUID())
    }
    const hindrance = await hindranceOf(good)
    if (hindrance !== undefined) return refuse(hindrance === UNKNOWN ? 503 : 409, { hindrance })
    if (!orders.find(id)) {
      const paid = await payments?.pay({ id, good }).then(() => true, report)
      if (!paid)
        return refuse(502, { problem: 'The offline Stripe did not answer. You can safely press again.' })
      orders.add({ id, good })
    }
    response.redirect(303, `/orders/${id}`)
  })

  router.get('/orders/:id', async (request, response, next) => {
    const order = orders.find(request.params.id)
    if (!order) return next()
    const today = await payments?.now().catch(report)
    show(request, response, 'Your order', orderPage(order, today))
  })

  router.post('/orders/:id/later', async (request, response, next) => {
    const order = orders.find(request.params.id)
    if (!order || !payments) return next()
    await payments.letDaysPass(request.body?.days === '7' ? 7 : 1).catch(report)
    response.redirect(303, `/orders/${order.id}`)
  })

  /** Why a good cannot be bought; undefined when it can. */
  async function hindranceOf(good: Good): Promise<string | undefined> {
    if (!payments) return 'This market takes no payments while a real Stripe is connected.'
    const forSale = await canBeBought([good]).catch(report)
    if (!forSale) return UNKNOWN
    return forSale.has(good) ? undefined : `${good.maker} cannot be paid yet, so this cannot be bought.`
  }

  /** Those goods whose sellers can be paid. */
  async function canBeBought(some: readonly Good[]): Promise<Set<Good>> {
    const stripeids = new Set(some.flatMap(({ stripeid }) => stripeid ?? []))
    const payable = await payments?.payable(stripeids)
    return new Set(some.filter(({ stripeid }) => stripeid !== undefined && payable?.has(stripeid)))
  }

  return router
}

function report(error: Error): undefined {
  process.stderr.write(`${error.message}\n`)
}
