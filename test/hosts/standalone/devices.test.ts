import { expect, test } from 'vitest'
import { knownDevice, markDevice } from '../../../src/hosts/standalone/devices.ts'
import { startDashboard } from '../support.ts'

const PERSON = { passwordHash: 'scrypt$one' }

test('a browser is known to the person whose it was, until their password changes', () => {
  const mark = markDevice(PERSON)
  expect(knownDevice(mark, PERSON)).toBe(mark.split('.')[0])
  expect(knownDevice(mark, { passwordHash: 'scrypt$two' })).toBeUndefined()
  expect(markDevice(PERSON)).not.toBe(mark)
})

test('nobody can make a mark up', () => {
  const [id = '', proof = ''] = markDevice(PERSON).split('.')
  for (const forged of [undefined, '', '.', id, `${id}.`, `.${proof}`, `other.${proof}`, `${id}.x`])
    expect(knownDevice(forged, PERSON), String(forged)).toBeUndefined()
})

test('the mark signs nobody in, and outlives signing out', async () => {
  const browser = (await startDashboard()).browser()
  await browser.register('person@example.com')
  expect((await browser.submit('/account/signout', {})).status).toBe(303)
  expect([...browser.cookies.keys()]).toContain('dashboard-device')
  expect((await browser.get('/account')).status).toBe(303)
})
