/** What sellers do: list goods, take them down, and follow their payouts. */
import { randomUUID } from 'node:crypto'
import { type Request, type Response, Router } from 'express'
import { readPerson } from './dashboard.ts'
import { sellerOf, sellersOnly } from './guards.ts'
import type { MarketOptions, Show } from './options.ts'
import { payoutsPage, sellPage } from './pages/selling.ts'
import { readSellForm, type SellForm } from './sell-form.ts'

export function selling({ goods, api }: Pick<MarketOptions, 'goods' | 'api'>, show: Show): Router {
  const router = Router()
  router.use('/sell', sellersOnly)

  router.get('/sell', (request, response) => {
    // Most people have one stall.
    const [last] = goods.of(sellerOf(response).accountid)
    showSell(request, response, { values: { name: '', about: '', price: '', maker: last?.maker ?? '' } })
  })

  router.post('/sell', (request, response) => {
    const { accountid, account } = sellerOf(response)
    const { good, refused } = readSellForm(request.body, account.default_currency)
    if (refused) return showSell(request, response.status(400), refused)
    const { id: stripeid, default_currency: currency } = account
    goods.list({ ...good, id: randomUUID(), currency, accountid, stripeid })
    response.redirect(303, '/sell')
  })

  router.post('/sell/remove', (request, response) => {
    goods.remove(String(request.body?.id ?? ''), sellerOf(response).accountid)
    response.redirect(303, '/sell')
  })

  router.get('/payouts', async (request, response) => {
    const person = readPerson(request.headers)
    if (!person) return response.redirect(303, '/account/signin?return-url=%2Fpayouts')
    const payouts = await api.payouts(person).catch((error: Error) => {
      process.stderr.write(`${error.message}\n`)
      return undefined
    })
    response.status(payouts ? 200 : 502)
    show(request, response, 'Payouts', payoutsPage(payouts))
  })

  // The dashboard asks before a person deletes the account that pays them.
  router.get('/api/check-before-delete-stripe-account', (request, response) => {
    const stripeid = String(request.query.stripeid ?? '')
    response.json({ redirect: goods.isSelling(stripeid) ? '/sell' : false })
  })

  function showSell(request: Request, response: Response, form: SellForm): void {
    const seller = sellerOf(response)
    show(request, response, 'Sell', sellPage(seller, goods.of(seller.accountid), form))
  }

  return router
}
