import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { FieldGroup } from '../../../src/web/form-fields.ts'
import type { FormValues } from '../../../src/web/route.ts'
import { openSellersMarket, type Person, type Visit } from './person.ts'

let market: Awaited<ReturnType<typeof openSellersMarket>>
beforeAll(async () => {
  market = await openSellersMarket()
})
afterAll(() => market.close())

const KANJI = {
  individual_address_kanji_postal_code: '〒150-0001',
  individual_address_kanji_state: '東京都',
  individual_address_kanji_city: '渋谷区',
  individual_address_kanji_town: '神宮前 1丁目',
  individual_address_kanji_line1: '5-8',
}
const KANA = {
  individual_address_kana_postal_code: '',
  individual_address_kana_state: '',
  individual_address_kana_city: 'シブヤク',
  individual_address_kana_town: 'ジングウマエ 1-',
  individual_address_kana_line1: '5-8',
}

/** The address step of a new registration in Japan. */
async function addressStep(): Promise<{ person: Person; address: string; stripeid: string }> {
  const person = market.person()
  const form = { country: 'JP', operation: randomUUID() }
  const { redirect = '' } = await person.send('/account/connect/create-stripe-account', form)
  const stripeid = new URL(redirect, 'http://market').searchParams.get('stripeid') ?? ''
  const address = `/account/connect/edit-stripe-account?stripeid=${stripeid}&step=address`
  return { person, stripeid, address }
}

/** What the page's form would send. */
function valuesOf({ data }: Visit): FormValues {
  const { groups } = data.step as { groups: FieldGroup[] }
  return Object.fromEntries(groups.flatMap(({ fields }) => fields).map(({ name, value }) => [name, value]))
}

/** The chosen option's text. */
function chosenOf(visit: Visit, name: string): string | undefined {
  const { groups } = visit.data.step as { groups: FieldGroup[] }
  const field = groups.flatMap(({ fields }) => fields).find((one) => one.name === name)
  return field?.options.find(({ value }) => value === field.value)?.label
}

describe('a Japanese address', () => {
  test('has its postal code and prefecture typed once: the rest is shown to check, and then saved', async () => {
    const { person, address, stripeid } = await addressStep()
    const shown = await person.send(address, { ...KANJI, ...KANA })
    expect(shown.data.problems).toEqual([])
    expect(shown.data.notice).toMatch(/^We filled in .*postal code in katakana.*prefecture in katakana/)
    expect(valuesOf(shown)).toMatchObject({
      individual_address_kana_postal_code: '150-0001',
      individual_address_kana_state: 'トウキョウト',
    })
    const before = await market.services.stripe.accounts.retrieve(stripeid)
    expect(before.individual?.address_kana).toBeFalsy()
    const { redirect } = await person.send(address, valuesOf(shown))
    expect(redirect).toContain('message=saved')
    const { individual } = await market.services.stripe.accounts.retrieve(stripeid)
    expect(individual?.address_kana).toMatchObject({ postal_code: '150-0001' })
  })

  test('is filled in the other way round, too', async () => {
    const { person, address } = await addressStep()
    const shown = await person.send(address, {
      ...KANJI,
      ...KANA,
      individual_address_kanji_state: '',
      individual_address_kanji_postal_code: '',
      individual_address_kana_postal_code: '5400001',
      individual_address_kana_state: 'オオサカフ',
    })
    expect(valuesOf(shown)).toMatchObject({
      individual_address_kanji_postal_code: '540-0001',
      individual_address_kanji_state: '大阪府',
    })
  })

  test('keeps what was typed in both, and says what else is wrong at once', async () => {
    const { person, address } = await addressStep()
    const shown = await person.send(address, {
      ...KANJI,
      ...KANA,
      individual_address_kana_postal_code: '540-0001',
      individual_address_kana_city: '',
    })
    expect(valuesOf(shown)).toMatchObject({
      individual_address_kana_postal_code: '540-0001',
      individual_address_kana_state: 'トウキョウト',
    })
    const targets = (shown.data.problems as { target: string }[]).map(({ target }) => target)
    expect(targets.toSorted()).toEqual([
      'individual_address_kana_city',
      'individual_address_kana_postal_code',
    ])
  })

  test('is refused when one script contradicts the other', async () => {
    const { person, address } = await addressStep()
    const osaka = {
      individual_address_kana_postal_code: '530-0001',
      individual_address_kana_state: 'オオサカフ',
    }
    const { data } = await person.send(address, { ...KANJI, ...KANA, ...osaka })
    expect(data.problems).toMatchObject([
      { target: 'individual_address_kana_postal_code' },
      {
        target: 'individual_address_kana_state',
        text: 'Check your prefecture in katakana and your prefecture in kanji. They do not agree.',
      },
    ])
  })

  test('follows in the other script when somebody moves, unless they changed both', async () => {
    const { person, address } = await addressStep()
    const shown = await person.send(address, { ...KANJI, ...KANA })
    expect((await person.send(address, valuesOf(shown))).redirect).toContain('message=saved')
    const saved = valuesOf(await person.open(address))
    const moved = {
      individual_address_kanji_postal_code: '530-0001',
      individual_address_kanji_state: '大阪府',
    }
    const again = await person.send(address, { ...saved, ...moved })
    expect(again.data.notice).toMatch(/^We filled in .*postal code in katakana.*prefecture in katakana/)
    const filled = valuesOf(again)
    expect(filled.individual_address_kana_postal_code).toBe('530-0001')
    expect(chosenOf(again, 'individual_address_kana_state')).toContain('Osaka')
    const both = { individual_address_kana_postal_code: '540-0001' }
    const { data } = await person.send(address, { ...saved, ...moved, ...both })
    expect(data.problems).toMatchObject([{ target: 'individual_address_kana_postal_code' }])
    expect((await person.send(address, filled)).redirect).toContain('message=saved')
    expect(valuesOf(await person.open(address))).toMatchObject({
      ...moved,
      individual_address_kana_postal_code: '530-0001',
    })
  })

  test('is not filled in from what is no postal code', async () => {
    const { person, address } = await addressStep()
    const typed = { ...KANJI, ...KANA, individual_address_kanji_postal_code: '12' }
    const shown = await person.send(address, typed)
    expect(valuesOf(shown).individual_address_kana_postal_code).toBe('')
    expect(shown.data.problems).toHaveLength(2)
  })
})
