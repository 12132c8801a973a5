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

  test('are taken once, by one of all instances that try at the same time', async () => {
    const instances = [await open(), await open(), await open()]
    await instances[0]?.settings.set('link', 'secret')
    expect(await instances[1]?.settings.take('link', 'another')).toBe(false)
    const taken = await Promise.all(
      [...instances, ...instances].map(({ settings }) => settings.take('link', 'secret')),
    )
    expect(taken.filter(Boolean)).toHaveLength(1)
    expect(await instances[2]?.settings.get('link')).toBeUndefined()
    expect(await instances[2]?.settings.setIfNew('link', 'secret')).toBe(true)
    expect(await instances[1]?.settings.setIfNew('link', 'newer')).toBe(false)
    expect(await instances[0]?.settings.get('link')).toBe('secret')
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
