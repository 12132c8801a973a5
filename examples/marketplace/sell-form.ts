/** The form with which a seller lists a good. */
import type { Good } from './goods.ts'
import { examplePrice, readPrice } from './money.ts'

/** What the form shows. */
export interface SellForm {
  values: Record<'name' | 'about' | 'price' | 'maker', string>
  problem?: { field: string; sentence: string }
}

/** The good that was posted, or the form with the first thing that is wrong with it. */
export function readSellForm(
  body: Record<string, unknown> | undefined,
  currency: string,
):
  | { good: Pick<Good, 'name' | 'about' | 'price' | 'maker'>; refused?: never }
  | { good?: never; refused: SellForm } {
  const text = (field: string) => String(body?.[field] ?? '').trim()
  const values = { name: text('name'), about: text('about'), price: text('price'), maker: text('maker') }
  const { name, about, maker } = values
  const refuse = (field: string, sentence: string) => ({ refused: { values, problem: { field, sentence } } })
  const price = readPrice(values.price, currency)
  if (!name || name.length > 80) return refuse('name', 'Say in up to 80 letters what it is.')
  if (about.length > 500) return refuse('about', 'Say more about it in up to 500 letters.')
  if (price === undefined) return refuse('price', `Give a price like ${examplePrice(currency)}.`)
  if (!maker || maker.length > 60) return refuse('maker', 'Name your stall in up to 60 letters.')
  return { good: { name, about, price, maker } }
}
