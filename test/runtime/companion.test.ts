import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { pino } from 'pino'
import { expect, onTestFinished, test } from 'vitest'
import { type Companion, startCompanion } from '../../src/runtime/companion.ts'
import { eventually } from '../support/eventually.ts'

/** Answers with its process id; `/die` ends it. */
const SERVER = `
import http from 'node:http'
const server = http.createServer((request, response) => {
  if (request.url === '/die') process.exit(7)
  response.end(String(process.pid))
}).listen(Number(process.argv[2]), '127.0.0.1', () => {
  console.log(JSON.stringify({ url: 'http://127.0.0.1:' + server.address().port }))
})
process.once('disconnect', () => process.exit(0))
`

async function start(source: string): Promise<Companion & { folder: string }> {
  const folder = await mkdtemp(path.join(tmpdir(), 'companion-'))
  onTestFinished(() => rm(folder, { recursive: true }))
  const script = path.join(folder, 'server.mjs')
  await writeFile(script, source)
  const companion = await startCompanion({
    name: 'thing',
    script,
    settings: (port) => ({ args: [port], env: {} }),
    log: pino({ level: 'silent' }),
  })
  onTestFinished(() => companion.stop())
  return { ...companion, folder }
}

const ask = (url: URL, at = '/') =>
  fetch(new URL(at, url)).then(
    (response) => response.text(),
    () => 'nobody',
  )

test('is started again at the same address when it dies, and not once it was stopped', async () => {
  const { url, stop } = await start(SERVER)
  const first = await ask(url)
  expect(Number(first)).toBeGreaterThan(0)
  await ask(url, '/die')
  await expect.poll(() => ask(url)).toMatch(/^\d+$/)
  expect(await ask(url)).not.toBe(first)
  await stop()
  expect(await ask(url)).toBe('nobody')
})

test('is stopped at once, also while it is started again and says nothing', async () => {
  const silentTheSecondTime = `
    import { writeFileSync } from 'node:fs'
    ${SERVER}
    if (process.argv[2] !== '0') {
      server.removeAllListeners('listening')
      writeFileSync(process.argv[1] + '.pid', String(process.pid))
    }`
  const { url, stop, folder } = await start(silentTheSecondTime)
  await ask(url, '/die')
  const pid = await eventually(async () => {
    const text = await readFile(path.join(folder, 'server.mjs.pid'), 'utf8')
    return Number(text || expect.fail('it is not written yet'))
  })
  expect(await Promise.race([stop(), delay(10_000, 'late', { ref: false })])).not.toBe('late')
  expect(() => process.kill(pid, 0)).toThrow('ESRCH')
})

test('that cannot start says why in its own last line', async () => {
  const failing = `console.error('warming up'); console.error('The port is in use.'); process.exit(1)`
  await expect(start(failing)).rejects.toThrow(/^The port is in use\.$/)
  await expect(start('process.exit(1)')).rejects.toThrow('The thing could not be started.')
  await expect(start(`console.log('hello'); setInterval(() => {}, 1000)`)).rejects.toThrow(
    'could not be started',
  )
})
