import { expect, test } from 'vitest'
import { eachStorage } from '../support/storage.ts'

eachStorage('settings', (open) => {
  test('are found as they were set last, also by another instance', async () => {
    const [one, other] = [await open(), await open()]
    expect(await one.settings.get('webhook-secret')).toBeUndefined()
    await one.settings.set('webhook-secret', 'first')
    await one.settings.set('webhook-secret', 'second')
    expect(await other.settings.get('webhook-secret')).toBe('second')
  })
})
