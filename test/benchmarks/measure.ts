/**
 * Measures things against each other in one run. Machines differ and so do minutes on one machine: what is worth saying is
 * the ratio of two measurements that were taken by turns.
 *
 * @module
 */
import { once } from 'node:events'
import { parseArgs } from 'node:util'
import { Worker } from 'node:worker_threads'
import autocannon from 'autocannon'

const ROUNDS = 5

const { values } = parseArgs({ options: { seconds: { type: 'string', default: '3' } } })
/** How long each measurement takes. */
const SECONDS = Number(values.seconds)

/** Something that is done so many times a second. */
interface Contender {
  name: string
  measure(seconds: number): Promise<number>
}

/** Prints how many times as fast the first is as each of the others: of several rounds, after one to warm up, the middle one. */
export async function compare(title: string, subject: Contender, ...references: Contender[]): Promise<void> {
  const contenders = [subject, ...references]
  for (const contender of contenders) await contender.measure(1)
  const rounds: number[][] = []
  for (let round = 0; round < ROUNDS; round++) {
    const speeds: number[] = []
    for (const contender of contenders) speeds.push(await contender.measure(SECONDS))
    rounds.push(speeds)
  }
  process.stdout.write(`\n${title}\n`)
  for (const [index, { name }] of contenders.entries()) {
    const speeds = rounds.map((round) => round[index] ?? Number.NaN)
    const ratios = rounds.map(([first = Number.NaN], round) => first / (speeds[round] ?? Number.NaN))
    const perSecond = Math.round(middle(speeds)).toLocaleString('en').padStart(8)
    const ratio = `  ratio ${middle(ratios).toFixed(2)} (${ratios.map((it) => it.toFixed(2)).join(' ')})`
    process.stdout.write(`  ${perSecond}/s  ${name}${index > 0 ? ratio : ''}\n`)
  }
}

function middle(numbers: readonly number[]): number {
  return numbers.toSorted((one, other) => one - other)[Math.floor(numbers.length / 2)] ?? Number.NaN
}

/**
 * Requests a second that are answered with success.
 *
 * @throws Error when any is not: then it measures something else
 */
export async function requestsPerSecond(options: Parameters<typeof autocannon>[0]): Promise<number> {
  const result = await autocannon(options)
  if (result.non2xx > 0 || result.errors > 0) {
    throw new Error(`${options.url}: ${result.non2xx} refusals, ${result.errors} errors`)
  }
  return result['2xx'] / result.duration
}

/**
 * Runs a module in a thread of its own, so that what is measured does not share one with what measures.
 *
 * @returns what the module posts once it is ready
 */
export async function startThread<Ready>(
  module: URL,
  workerData?: unknown,
): Promise<{ ready: Ready; stop(): Promise<void> }> {
  const worker = new Worker(module, { workerData })
  const [ready] = (await once(worker, 'message')) as [Ready]
  return {
    ready,
    async stop() {
      const exited = once(worker, 'exit')
      worker.postMessage('stop')
      await exited
    },
  }
}
