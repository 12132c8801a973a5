/** What is for sale, and what was bought. */
import { Rows } from './rows.ts'

export interface Good {
  id: string
  name: string
  /** What it is, in a sentence or two. */
  about: string
  maker: string
  /** In the currency's smallest unit. */
  price: number
  /** The currency of the Stripe account that is paid, in lower case. */
  currency: string
  /** Chooses the colour of the picture. */
  hue: number
  /** The seller; undefined for the market's samples. */
  accountid?: string
  /** The Stripe account that is paid for the good. */
  stripeid?: string
}

export interface Order {
  id: string
  /** As it was when it was bought. */
  good: Good
}

const HUES = 6

const SAMPLES: readonly Good[] = [
  ['Speckled stoneware mug', 'Hollow Hill Pottery', 2800, 'Holds a third of a litre. Safe in a dishwasher.'],
  ['Linen apron, indigo', 'Marigold & Thread', 6400, 'Washed linen with cross-over straps and two pockets.'],
  ['Walnut serving board', 'Oak Lane Workshop', 8900, 'One plank of black walnut, oiled, 45 cm long.'],
  ['Beeswax candles, set of four', 'Bellwether Farm', 2200, 'Dipped by hand. Each burns for nine hours.'],
  ['Hand-bound notebook', 'Paper Kite Press', 3400, '160 blank pages, sewn so that they lie flat.'],
  ['Woven willow basket', 'Fen Basketry', 7600, 'Buff willow with a handle that carries 10 kg.'],
].map(([name, maker, price, about], index) => ({
  id: `sample-${index}`,
  name: String(name),
  about: String(about),
  maker: String(maker),
  price: Number(price),
  currency: 'usd',
  hue: index % HUES,
}))

export class Goods extends Rows<Good> {
  /** @param file without it, the goods are kept in memory only */
  constructor(file?: string) {
    super(file, SAMPLES)
  }

  of(accountid: string): Good[] {
    return this.all().filter((good) => good.accountid === accountid)
  }

  /** Whether this Stripe account is paid for something on sale. */
  isSelling(stripeid: string): boolean {
    return this.all().some((good) => good.stripeid === stripeid)
  }

  list(good: Omit<Good, 'hue'>): void {
    this.add({ ...good, hue: this.all().length % HUES })
  }

  /** Removes only the seller's own good. */
  remove(id: string, accountid: string): void {
    this.keep(this.all().filter((good) => good.id !== id || good.accountid !== accountid))
  }
}
