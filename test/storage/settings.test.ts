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

  test('are the same for all instances that make one up at the same time', async () => {
    const instances = [await open(), await open(), await open()]
    const made = await Promise.all(
      instances.map(({ settings }, index) => settings.getOrSet('key', `${index}`)),
    )
    expect(new Set(made).size).toBe(1)
    expect(await instances[0]?.settings.getOrSet('key', 'another')).toBe(made[0])
  })
})
