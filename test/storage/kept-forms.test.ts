import { expect, test } from 'vitest'
import { keptFormStore } from '../../src/storage/kept-forms.ts'
import { eachStorage } from '../support/storage.ts'

const MAYA = { accountid: 'maya' }
const form = (at: number) => ({ formid: `form_${at}`, sealed: `sealed ${at}` })

eachStorage('refused forms', (open) => {
  test('are kept for the person, the last ten of them', async () => {
    let now = 0
    const forms = keptFormStore(await open({ now: () => new Date(now) }))
    await forms.keep({ accountid: 'ada' }, { formid: 'of_ada', sealed: 'hers' })
    for (now = 1; now <= 12; now += 1) await forms.keep(MAYA, form(now))
    const found = await Promise.all(
      Array.from({ length: 12 }, (_, at) => forms.find(MAYA, `form_${at + 1}`, new Date(0))),
    )
    expect(found.slice(0, 2)).toEqual([undefined, undefined])
    expect(found.slice(2)).toEqual(Array.from({ length: 10 }, (_, at) => `sealed ${at + 3}`))
    expect(await forms.find({ accountid: 'ada' }, 'of_ada', new Date(0))).toBe('hers')
    expect(await forms.find(MAYA, 'of_ada', new Date(0))).toBeUndefined()
  })

  test('are given up by whose they are', async () => {
    const forms = keptFormStore(await open({ now: () => new Date(1_000) }))
    for (const at of [1, 2, 3]) await forms.keep(MAYA, form(at))
    await forms.giveUp({ accountid: 'ada' }, ['form_3'])
    await forms.giveUp(MAYA, ['form_1', 'form_2'])
    await forms.giveUp(MAYA, [])
    const found = await Promise.all([1, 2, 3].map((at) => forms.find(MAYA, `form_${at}`, new Date(0))))
    expect(found).toEqual([undefined, undefined, 'sealed 3'])
  })

  test('are gone after a while', async () => {
    const forms = keptFormStore(await open({ now: () => new Date(1_000) }))
    await forms.keep(MAYA, form(1))
    expect(await forms.find(MAYA, 'form_1', new Date(1_001))).toBeUndefined()
    expect(await forms.forget(new Date(1_000), 10)).toBe(0)
    expect(await forms.forget(new Date(1_001), 10)).toBe(1)
  })
})
