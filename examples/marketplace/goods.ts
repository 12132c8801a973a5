/** The goods for sale, kept in a JSON file. */
import { randomUUID } from 'node:crypto'
import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs'

export interface Good {
  id: string
  name: string
  maker: string
  /** In US cents. */
  price: number
  /** Chooses the colour of the picture. */
  hue: number
  /** The seller; undefined for the market's own stock. */
  accountid?: string
  /** The Stripe account that is paid for the good. */
  stripeid?: string
}

const STOCK: readonly Good[] = [
  ['Speckled stoneware mug', 'Hollow Hill Pottery', 2800],
  ['Linen apron, indigo', 'Marigold & Thread', 6400],
  ['Walnut serving board', 'Oak Lane Workshop', 8900],
  ['Beeswax candles, set of four', 'Bellwether Farm', 2200],
  ['Hand-bound notebook', 'Paper Kite Press', 3400],
  ['Woven willow basket', 'Fen Basketry', 7600],
].map(([name, maker, price], index) => ({
  id: `stock-${index}`,
  name: String(name),
  maker: String(maker),
  price: Number(price),
  hue: index % 6,
}))

export class Goods {
  readonly #file: string | undefined
  #goods: Good[]

  /** @param file the goods are kept in memory only without it */
  constructor(file?: string) {
    this.#file = file
    this.#goods =
      file !== undefined && existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as Good[]) : [...STOCK]
  }

  /** Newest first. */
  all(): readonly Good[] {
    return this.#goods
  }

  of(accountid: string): Good[] {
    return this.#goods.filter((good) => good.accountid === accountid)
  }

  /** Whether this Stripe account is paid for something on sale. */
  isSelling(stripeid: string): boolean {
    return this.#goods.some((good) => good.stripeid === stripeid)
  }

  add(good: Omit<Good, 'id' | 'hue'>): void {
    this.#keep([{ ...good, id: randomUUID(), hue: this.#goods.length % 6 }, ...this.#goods])
  }

  /** Removes only the seller's own good. */
  remove(id: string, accountid: string): void {
    this.#keep(this.#goods.filter((good) => good.id !== id || good.accountid !== accountid))
  }

  #keep(goods: Good[]): void {
    if (this.#file !== undefined) {
      writeFileSync(`${this.#file}.new`, JSON.stringify(goods, undefined, 2))
      renameSync(`${this.#file}.new`, this.#file)
    }
    this.#goods = goods
  }
}
