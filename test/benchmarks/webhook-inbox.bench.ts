/**
 * The cost of accepting an event: signed events of four kilobytes, accepted over HTTP and committed on PostgreSQL, against
 * sync-engine in process on the same server, and against pgbench inserting the same payload into the same table row by row.
 */
import { spawn } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { once } from 'node:events'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { text as textOf } from 'node:stream/consumers'
import pg from 'pg'
import { BackendUsage } from './backend-usage.ts'
import { Child } from './child.ts'
import { SECONDS } from './options.ts'
import { signedEvents } from './webhook-events.ts'
import type { Load } from './webhook-order.ts'

const ROUNDS = 3
const CONNECTIONS = [8, 32, 256]

const server = process.env.TEST_POSTGRESQL_URL
if (!server) {
  process.stdout.write('\nWebhooks: left out, TEST_POSTGRESQL_URL names no PostgreSQL\n')
  process.exit()
}

interface Measurement {
  perSecond: number
  /** In milliseconds. */
  p99: number
  /** Microseconds of CPU for each event, in the contender's own process and in PostgreSQL's for it; NaN if unknown. */
  own: number
  postgresql: number
}

interface Contender {
  name: string
  measure(connections: number): Promise<Measurement>
  stop?(): Promise<void>
}

interface Trial {
  makeReady?(): Promise<void>
  run(): Promise<Load>
  /** Microseconds of CPU that the contender's own process has used. */
  usage(): Promise<number>
}

async function measure({ makeReady, run, usage }: Trial): Promise<Measurement> {
  await watcher.query('truncate connect_inbox')
  await makeReady?.()
  const backends = new BackendUsage(watcher, name)
  await backends.begin()
  const before = await usage()
  const { events, seconds, p99 } = await run()
  const own = (await usage()) - before
  return { perSecond: events / seconds, p99, own: own / events, postgresql: (await backends.end()) / events }
}

async function startOurs(name: string, env?: NodeJS.ProcessEnv): Promise<Contender> {
  const host = await Child.start('./webhook-host.process.js', { DATABASE: database.href, ...env })
  const sender = await Child.start('./webhook-load.process.js', {})
  const { url = '' } = host.started
  return {
    name,
    measure: (connections) =>
      measure({
        makeReady: () => sender.makeReady({ connections, seconds: SECONDS, url }),
        run: () => sender.run(),
        usage: () => host.usage(),
      }),
    async stop() {
      await sender.stop()
      await host.stop()
    },
  }
}

async function startSyncEngine(): Promise<Contender> {
  const engine = await Child.start('./webhook-sync.process.js', { DATABASE: database.href })
  return {
    name: 'sync-engine, in process',
    measure: (connections) =>
      measure({
        makeReady: () => engine.makeReady({ connections, seconds: SECONDS }),
        run: () => engine.run(),
        usage: () => engine.usage(),
      }),
    stop: () => engine.stop(),
  }
}

const SCRIPT = `\\set id random(1, 9000000000000000000)
insert into connect_inbox (appid, eventid, type, stripeid, objectid, payload, received_at, next_attempt_at, attempts)
values ('pgbench', 'evt_' || :id, 'account.updated', 'acct_' || :id, 'acct_' || :id, :payload, now(), now(), 0)
on conflict do nothing;
`

/** @returns undefined if pgbench is not installed */
async function startPgbench(folder: string): Promise<Contender | undefined> {
  if (!(await said('pgbench', ['--version']).catch(() => undefined))) {
    process.stdout.write('\npgbench is left out: it is not installed\n')
    return undefined
  }
  const script = path.join(folder, 'insert.sql')
  await writeFile(script, SCRIPT)
  const [{ body = '' } = {}] = signedEvents('account', 1)
  const options = [
    '-n',
    '-M',
    'prepared',
    '-j',
    '2',
    '-T',
    `${SECONDS}`,
    '-f',
    script,
    '-D',
    `payload=${body}`,
  ]
  return {
    name: 'pgbench -M prepared, single rows',
    measure: (connections) =>
      measure({
        async run() {
          const report = await said('pgbench', [...options, '-c', `${connections}`, database.href])
          const perSecond = Number(/tps = ([\d.]+) \(without/.exec(report)?.[1])
          return { events: perSecond * SECONDS, seconds: SECONDS, p99: Number.NaN }
        },
        usage: async () => Number.NaN,
      }),
  }
}

/** @throws if the command cannot be run, or fails */
async function said(command: string, options: readonly string[]): Promise<string> {
  // The other contenders use no TLS unless the address says otherwise, and TLS would make connecting slow.
  const env = { ...process.env, PGSSLMODE: 'disable' }
  const child = spawn(command, options, { env, stdio: ['ignore', 'pipe', 'inherit'] })
  const [text, [code]] = await Promise.all([textOf(child.stdout), once(child, 'close')])
  if (code !== 0) throw new Error(`${command} failed`)
  return text
}

/** Measures the contenders in turn, ours first, and prints medians, of the ratios too. */
async function compare(connections: number, contenders: readonly Contender[]): Promise<void> {
  const rounds: Measurement[][] = []
  for (let round = 0; round <= ROUNDS; round += 1) {
    const measurements: Measurement[] = []
    for (const contender of contenders) measurements.push(await contender.measure(connections))
    // The first round warms up.
    if (round > 0) rounds.push(measurements)
  }
  process.stdout.write(`\nEvents into PostgreSQL, ${connections} at a time\n`)
  for (const [index, contender] of contenders.entries()) {
    const of = (choose: (measurement: Measurement) => number) =>
      middle(rounds.map((round) => choose(round[index] as Measurement)))
    const ratios = rounds.map(([ours, ...others]) => {
      const other = others[index - 1]
      return ours && other ? ours.perSecond / other.perSecond : 1
    })
    const columns = [
      `${number(of(({ perSecond }) => perSecond))}/s`,
      `p99 ${number(of(({ p99 }) => p99))} ms`,
      `CPU ${number(of(({ own }) => own))} + ${number(of(({ postgresql }) => postgresql))} µs`,
      contender.name,
      index > 0 ? `ratio ${middle(ratios).toFixed(2)} (${ratios.map((it) => it.toFixed(2)).join(' ')})` : '',
    ]
    process.stdout.write(`  ${columns.join('  ')}\n`)
  }
}

function middle(numbers: readonly number[]): number {
  return numbers.toSorted((one, other) => one - other)[Math.floor(numbers.length / 2)] ?? Number.NaN
}

function number(value: number): string {
  return (Number.isNaN(value) ? '–' : Math.round(value).toLocaleString('en')).padStart(6)
}

const name = `benchmark_${randomUUID().replaceAll('-', '')}`
const database = new URL(server)
database.pathname = `/${name}`
const administrator = new pg.Client({ connectionString: server })
await administrator.connect()
await administrator.query(`create database ${name}`)
const watcher = new pg.Client({ connectionString: database.href })
const folder = await mkdtemp(path.join(tmpdir(), 'stripe-connect-bench-'))
try {
  await watcher.connect()
  const ours = await startOurs('ours, over HTTP')
  const references = [await startSyncEngine(), await startPgbench(folder)].filter((it) => it !== undefined)
  for (const connections of CONNECTIONS) await compare(connections, [ours, ...references])
  const applying = await startOurs('ours, while it applies what came', { APPLIES: 'yes' })
  await compare(32, [ours, applying])
  for (const contender of [ours, ...references, applying]) await contender.stop?.()
} finally {
  await watcher.end()
  await administrator.query(`drop database ${name} with (force)`)
  await administrator.end()
  await rm(folder, { recursive: true })
}
