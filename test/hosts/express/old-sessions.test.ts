import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { loadConfig } from '../../../src/config/config.ts'
import { sessionStore } from '../../../src/hosts/standalone/store/sessions.ts'
import { userStore } from '../../../src/hosts/standalone/store/users.ts'
import { eventually } from '../../support/eventually.ts'
import { openPlace } from '../../support/storage.ts'
import { startApp } from './support.ts'

const DAY = 24 * 60 * 60 * 1000

test('sessions of the standalone host, whose database it was, are forgotten once they have ended', async () => {
  const folder = await mkdtemp(path.join(tmpdir(), 'old-sessions-'))
  onTestFinished(() => rm(folder, { recursive: true }))
  const env = { CONNECT_DATABASE_FILE: path.join(folder, 'connect.db') }
  const { appid, storage: place } = loadConfig(env)
  const storage = await openPlace(place, { appid })
  onTestFinished(() => storage.close())
  const sessions = sessionStore(storage)
  const daysAgo = (days: number) => new Date(Date.now() - days * DAY)
  const accountid = 'account_1'
  const person = { accountid, email: 'ada@example.com', fullName: 'Ada', passwordHash: 'scrypt' }
  await userStore(storage).insert({ ...person, createdAt: daysAgo(8) })
  const session = { accountid, tokenHash: 'hash', csrfToken: 'csrf', createdAt: daysAgo(8) }
  await sessions.insert({ ...session, sessionid: 'over', expiresAt: daysAgo(1) })
  await sessions.insert({ ...session, sessionid: 'open', expiresAt: daysAgo(-1) })

  const app = await startApp({ env })
  await app.connect.ready()
  await eventually(async () => expect(await sessions.find('over')).toBeUndefined())
  expect(await sessions.find('open')).toBeDefined()
})
