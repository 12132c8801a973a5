/** Two tenants on one database and one Redis. */
import { randomUUID } from 'node:crypto'
import { Redis } from 'ioredis'
import { expect, onTestFinished, test } from 'vitest'
import { accountChanged } from '../../src/accounts/mirror-account.ts'
import type { AccountChange } from '../../src/context/announcements.ts'
import type { Services } from '../../src/context/context.ts'
import { eventually } from '../support/eventually.ts'
import { onRedis } from '../support/redis.ts'
import { testConfig } from '../support/services.ts'
import { OTHER, OWN, openPlatform } from './support.ts'

const PERSON = { accountid: 'person_1', stripeid: 'acct_1' }

onRedis('two tenants', (redis) => {
  async function openInstances(...appids: string[]): Promise<[Services, AccountChange[]][]> {
    const platform = await openPlatform()
    onTestFinished(platform.close)
    const instances: [Services, AccountChange[]][] = []
    for (const appid of appids) {
      const headers = { ...testConfig().headers, maxAge: 600_000 }
      const services = await platform.open(appid, { redis, headers })
      const heard: AccountChange[] = []
      services.announcements.subscribe((change) => heard.push(change))
      instances.push([services, heard])
    }
    await eventually(() =>
      expect(instances.map(([{ peers }]) => peers?.inStep())).toEqual(instances.map(() => true)),
    )
    return instances
  }

  const channelOf = async ({ storage }: Services) =>
    `stripe-connect:${await storage.settings.getOrSet('peers-channel', '')}`

  test('hear nothing of what changes in the other', async () => {
    const instances = await openInstances(OWN, OWN, OTHER)
    const [[own], [, heardByOwn], [other, heardByOther]] = instances as [
      [Services, AccountChange[]],
      [Services, AccountChange[]],
      [Services, AccountChange[]],
    ]
    expect(await channelOf(own)).not.toBe(await channelOf(other))
    await accountChanged(own, { ...PERSON, appid: OWN })
    await eventually(() => expect(heardByOwn).toEqual([{ ...PERSON, appid: OWN }]))
    await accountChanged(other, { ...PERSON, appid: OTHER })
    await accountChanged(own, { ...PERSON, appid: OWN })
    await eventually(() => expect(heardByOwn).toHaveLength(2))
    expect(heardByOther).toEqual([{ ...PERSON, appid: OTHER }])
  })

  test('do not believe what an instance of the version before tells all of them', async () => {
    const [[own, heard]] = (await openInstances(OWN)) as [[Services, AccountChange[]]]
    const speaker = new Redis(redis)
    onTestFinished(() => speaker.disconnect())
    const tell = async (appid: string) =>
      speaker.publish(await channelOf(own), JSON.stringify({ instance: randomUUID(), appid, ...PERSON }))
    expect(await tell(OTHER)).toBe(1)
    expect(await tell(OWN)).toBe(1)
    await eventually(() => expect(heard).toEqual([{ ...PERSON, appid: OWN }]))
  })
})
