/** Taking over the earlier module's sellers in processes of their own, from the build. */

import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { pathToFileURL } from 'node:url'
import { sql } from 'kysely'
import { expect, onTestFinished, test } from 'vitest'
import { accountStore } from '../../src/accounts/store/accounts.ts'
import type { StorageConfig } from '../../src/config/config.ts'
import { everyCase } from '../support/breadth.ts'
import {
  type EarlierSeller,
  earlierRows,
  insertEarlier,
  makeEarlierTables,
} from '../support/earlier-module.ts'
import { eventually } from '../support/eventually.ts'
import { withDatabase } from '../support/raw-database.ts'
import { eachStorage, MEMORY, openPlace } from '../support/storage.ts'

const APPID = 'market'
const dist = (...names: string[]) =>
  pathToFileURL(path.join(import.meta.dirname, '..', '..', 'dist', 'src', ...names)).href

/** Starts the module as a host does, says so, and stops it. */
const HOST = `
const { loadConfig } = await import(${JSON.stringify(dist('config', 'config.js'))})
const { openModule } = await import(${JSON.stringify(dist('runtime', 'module.js'))})
const { storage, earlierFile } = JSON.parse(process.env.PLACE)
const module = await openModule({ ...loadConfig(process.env), storage }, { earlierFile })
console.log('started')
await module.stop()
`

interface Host {
  /** @returns what it printed, and how it ended */
  ended: Promise<{ output: string; end: number | string | null }>
  kill(): void
}

function startHost(storage: StorageConfig, earlierFile?: string): Host {
  const child = spawn(process.execPath, ['--input-type=module', '-e', HOST], {
    env: {
      ...{ PATH: process.env.PATH, APPID, LOG_LEVEL: 'silent', MAXIMUM_STRIPE_RETRIES: '0' },
      ...{ CONNECT_STRIPE_API: 'http://127.0.0.1:9', PLACE: JSON.stringify({ storage, earlierFile }) },
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  onTestFinished(() => void child.kill('SIGKILL'))
  let output = ''
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding('utf8').on('data', (text: string) => {
      output += text
    })
  return {
    ended: once(child, 'close').then(([code, signal]) => ({ output, end: code ?? signal })),
    kill: () => void child.kill('SIGKILL'),
  }
}

function sellers(count: number): (EarlierSeller & { stripeid: string })[] {
  return Array.from({ length: count }, (_, at) => {
    const stripeid = `acct_${at}`
    return {
      ...{ stripeid, accountid: `account_${at}`, appid: APPID },
      stripeObject: { id: stripeid, object: 'account', created: 1_600_000_000, payouts_enabled: true },
      createdAt: new Date(Date.UTC(2022, 0, 1, 0, 0, at)),
    }
  })
}

const countOf = (place: StorageConfig, table: string) =>
  withDatabase(place, async (db) => {
    const { rows } = await sql<{ count: number }>`select count(*) as count from ${sql.table(table)}`.execute(
      db,
    )
    return rows[0]?.count ?? 0
  })

eachStorage(
  'a crash while sellers are taken over',
  (open, config) => {
    test.skipIf(!everyCase)(
      'loses no seller and takes none over twice, whoever goes on',
      async () => {
        const place = await config()
        // With our tables, so that the whole start is taking over.
        await (await open()).close()
        await makeEarlierTables(place)
        // Enough to be seen halfway.
        const rows = sellers(3000)
        await insertEarlier(place, 'stripeAccounts', rows)
        const before = await earlierRows(place)
        const first = startHost(place)
        const hasBegun = async () => expect(await countOf(place, 'connect_taken_over')).toBeGreaterThan(0)
        await eventually(hasBegun, { interval: 5 })
        first.kill()
        expect((await first.ended).end).toBe('SIGKILL')
        const part = await countOf(place, 'connect_stripe_accounts')
        expect(part, 'the crash came too late to tell').toBeLessThan(rows.length)
        expect(await countOf(place, 'connect_taken_over')).toBe(part)

        const storage = await open()
        // Somebody deletes what is here already.
        const [one] = await accountStore(storage).search(
          { sort: 'created', direction: 'ascending' },
          { offset: 0, limit: 1 },
        )
        await accountStore(storage).delete(one?.stripeid ?? '')
        const others = Array.from({ length: 3 }, () => startHost(place))
        for (const { ended } of others) expect(await ended).toEqual({ output: 'started\n', end: 0 })
        expect(await accountStore(storage).count({})).toBe(rows.length - 1)
        expect(await accountStore(storage).find(one?.stripeid ?? '')).toBeUndefined()
        expect(await earlierRows(place)).toEqual(before)
      },
      120_000,
    )
  },
  { fresh: true },
)

test('Dashboard’s file is read by a process of its own, which changes nothing', async () => {
  const folder = await mkdtemp(path.join(tmpdir(), 'earlier file ü% '))
  onTestFinished(() => rm(folder, { recursive: true }))
  const theirs = { ...MEMORY, file: path.join(folder, 'dashboard.db') }
  const ours = { ...MEMORY, file: path.join(folder, 'dashboard-connect.db') }
  // A host without the earlier module has no such tables.
  await withDatabase(theirs, async (db) => sql`create table accounts (accountid text)`.execute(db))
  expect(await startHost(ours, theirs.file).ended).toEqual({ output: 'started\n', end: 0 })

  await makeEarlierTables(theirs)
  const submittedAt = new Date('2022-06-20T10:00:00.123Z')
  const rows = sellers(250).map((row) => ({ ...row, submittedAt }))
  await insertEarlier(theirs, 'stripeAccounts', rows)
  await insertEarlier(theirs, 'people', [
    {
      ...{ personid: 'person_1', stripeid: 'acct_7', accountid: 'account_7', appid: APPID },
      ...{ stripeObject: { id: 'person_1', object: 'person', created: 1 }, createdAt: submittedAt },
    },
  ])
  const before = await earlierRows(theirs)
  expect(await startHost(ours, theirs.file).ended).toEqual({ output: 'started\n', end: 0 })
  expect(await earlierRows(theirs)).toEqual(before)
  const storage = await openPlace(ours)
  onTestFinished(() => storage.close())
  expect(await accountStore(storage).count({})).toBe(250)
  expect(await accountStore(storage).find('acct_7')).toMatchObject({ accountid: 'account_7', submittedAt })
  expect(await countOf(ours, 'connect_persons')).toBe(1)
  await accountStore(storage).delete('acct_7')
  expect(await startHost(ours, theirs.file).ended).toEqual({ output: 'started\n', end: 0 })
  expect(await accountStore(storage).count({})).toBe(249)
}, 60_000)

test('a file that cannot be read is named, and nothing is left out in silence', async () => {
  const folder = await mkdtemp(path.join(tmpdir(), 'earlier-'))
  onTestFinished(() => rm(folder, { recursive: true }))
  const ours = { ...MEMORY, file: path.join(folder, 'connect.db') }
  const missing = path.join(folder, 'missing.db')
  const { output, end } = await startHost(ours, missing).ended
  expect(end).not.toBe(0)
  expect(output).toContain(`The earlier module’s rows in ${missing} cannot be read`)
}, 60_000)
