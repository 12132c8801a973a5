/**
 * What the demo's sellers have on their stalls in the craft market.
 *
 * @module
 */
import { accountStore } from '../accounts/store/accounts.ts'
import type { Services } from '../context/context.ts'
import { cast, type Seller } from './cast.ts'
import type { Craft } from './crafts.ts'
import { price } from './prices.ts'
import { Random } from './random.ts'

const GOODS_OF_A_SELLER = 2
/** As many as the market has colours. */
const HUES = 6

/** A good as the market keeps it. */
interface DemoGood {
  id: string
  name: string
  about: string
  maker: string
  /** In the currency's minor unit. */
  price: number
  currency: string
  hue: number
  accountid: string
  stripeid: string
}

/** Goods of every seller of the demo who has an account. Neighbours in the list have different sellers. */
export async function demoGoods({ storage }: Pick<Services, 'storage'>): Promise<DemoGood[]> {
  const kinds = new Kinds()
  const goods: Omit<DemoGood, 'hue'>[] = []
  for (let nth = 1; nth <= GOODS_OF_A_SELLER; nth += 1)
    for (const seller of cast()) {
      const [account] = await accountStore(storage).ofPerson(seller.accountid)
      if (account) goods.push(good(seller, nth, kinds.next(seller.craft), account.stripeid))
    }
  return goods.map((each, index) => ({ ...each, hue: index % HUES }))
}

interface Kind {
  name: string
  euros: number
}

/** Every thing in every finish, in a mixed order, so that two sellers of a craft hardly offer the same. */
class Kinds {
  readonly #random = new Random(1862)
  readonly #left = new Map<Craft, Kind[]>()

  next(craft: Craft): Kind {
    const [first, ...left] = this.#left.get(craft) ?? []
    if (!first) {
      this.#left.set(craft, this.#random.shuffled(kindsOf(craft)))
      return this.next(craft)
    }
    this.#left.set(craft, left)
    return first
  }
}

function kindsOf({ things, finishes }: Craft): Kind[] {
  return things.flatMap(([thing, euros]) =>
    finishes.map((finish) => ({ name: `${thing}, ${finish}`, euros })),
  )
}

function good(seller: Seller, nth: number, { name, euros }: Kind, stripeid: string): Omit<DemoGood, 'hue'> {
  const { accountid, place, craft, business, given, family, town } = seller
  const where = 'city' in town ? town.city : new Intl.DisplayNames('en', { type: 'region' }).of(place.country)
  return {
    id: `${accountid.replace('account_', '')}_${nth}`,
    name,
    about: `${craft.made} by ${given.latin} ${family.latin} in ${where}.`,
    maker: business,
    price: price(euros, place.currency),
    currency: place.currency,
    accountid,
    stripeid,
  }
}
