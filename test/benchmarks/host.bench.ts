/**
 * What an instance needs: the time until the built host is ready, and its resident memory then and after a hundred thousand
 * events.
 */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { Child } from './child.ts'
import { withDatabase } from './database.ts'
import { freePort } from './plain-proxies.ts'
import { memoryOf } from './usage.ts'

const STARTS = 3
const EVENTS = 100_000
const CONNECTIONS = 32
/** Seconds of events to sign at a time. */
const SECONDS = 4

const starts: Awaited<ReturnType<typeof start>>[] = []
for (let round = 0; round < STARTS; round += 1) starts.push(await start())
starts.sort((one, other) => one.milliseconds - other.milliseconds)
const { milliseconds, megabytes } = starts[Math.floor(STARTS / 2)] ?? { milliseconds: 0, megabytes: 0 }
process.stdout.write(`\nStandalone, with the offline Stripe and the demo app in processes of their own\n`)
process.stdout.write(
  `  ready after ${Math.round(milliseconds)} ms, then ${Math.round(megabytes)} MB resident\n`,
)
await withDatabase('Memory', async (url) => {
  const host = await Child.start('./webhook-host.process.js', { DATABASE: url })
  const sender = await Child.start('./webhook-load.process.js')
  const idle = memoryOf(host.pid)
  let events = 0
  while (events < EVENTS) {
    await sender.makeReady({ connections: CONNECTIONS, seconds: SECONDS, url: host.started.url ?? '' })
    events += (await sender.run()).events
  }
  const after = Math.round(memoryOf(host.pid))
  process.stdout.write(`  ${Math.round(idle)} MB on PostgreSQL, ${after} MB after ${events} events\n`)
  await sender.stop()
  await host.stop()
})

async function start(): Promise<{ milliseconds: number; megabytes: number }> {
  const folder = await mkdtemp(path.join(tmpdir(), 'stripe-connect-bench-'))
  const port = await freePort()
  const before = performance.now()
  const child = spawn(process.execPath, [path.resolve('dist', 'src', 'cli.js'), 'start'], {
    env: { ...process.env, CONNECT_DATA: folder, PORT: `${port}`, LOG_LEVEL: 'warn' },
    stdio: 'ignore',
  })
  while (!(await isReady(port))) {
    if (child.exitCode !== null) throw new Error(`the host ended with ${child.exitCode}`)
    await sleep(10)
  }
  const milliseconds = performance.now() - before
  const megabytes = memoryOf(child.pid ?? 0)
  const ended = once(child, 'exit')
  // Not SIGKILL: the offline Stripe would outlive it for a moment, and write to the folder while it is removed.
  child.kill('SIGTERM')
  await ended
  await rm(folder, { recursive: true })
  return { milliseconds, megabytes }
}

async function isReady(port: number): Promise<boolean> {
  const answer = await fetch(`http://127.0.0.1:${port}/readyz`).catch(() => undefined)
  return answer?.ok ?? false
}
