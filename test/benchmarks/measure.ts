/**
 * Measures things against each other in one run. Machines differ, and so do minutes on one machine: only the ratio of two
 * measurements taken in turn means anything.
 *
 * @module
 */
import { once } from 'node:events'
import { Worker } from 'node:worker_threads'
import autocannon from 'autocannon'
import { SECONDS } from './options.ts'

const ROUNDS = 3

interface Measurement {
  perSecond: number
  /** Microseconds of the contender's own CPU for each operation; NaN if unknown. */
  cpu: number
}

/** An operation to repeat and count. */
export interface Contender {
  name: string
  measure(seconds: number): Promise<Measurement>
}

/**
 * Prints how the first contender does against each of the others: the median of several rounds, after one to warm up. Rates
 * depend on what else runs on the machine, CPU time less so.
 */
export async function compare(title: string, contenders: readonly Contender[]): Promise<void> {
  for (const contender of contenders) await contender.measure(1)
  const rounds: Measurement[][] = []
  for (let round = 0; round < ROUNDS; round++) {
    const measured: Measurement[] = []
    for (const contender of contenders) measured.push(await contender.measure(SECONDS))
    rounds.push(measured)
  }
  process.stdout.write(`\n${title}\n`)
  for (const [index, { name }] of contenders.entries()) {
    const of = (choose: (own: Measurement, first: Measurement) => number) =>
      middle(rounds.map((round) => choose(round[index] as Measurement, round[0] as Measurement)))
    const perSecond = Math.round(of((own) => own.perSecond)).toLocaleString('en')
    const rate = of((own, first) => first.perSecond / own.perSecond).toFixed(2)
    const cpu = of((own) => own.cpu)
    const saved = of((own, first) => own.cpu / first.cpu).toFixed(2)
    const columns = [
      `${perSecond.padStart(8)}/s`,
      ...(Number.isNaN(cpu) ? [] : [`CPU ${cpu.toFixed(1)} µs`]),
      name,
    ]
    if (index > 0) columns.push(`ratio ${rate}`, ...(Number.isNaN(cpu) ? [] : [`of CPU ${saved}`]))
    process.stdout.write(`  ${columns.join('  ')}\n`)
  }
}

function middle(numbers: readonly number[]): number {
  return numbers.toSorted((one, other) => one - other)[Math.floor(numbers.length / 2)] ?? Number.NaN
}

/**
 * @returns the number of successful answers
 * @throws Error if any answer failed: the measurement would be of something else
 */
export async function sendRequests(options: Parameters<typeof autocannon>[0]): Promise<number> {
  const result = await autocannon(options)
  if (result.non2xx > 0 || result.errors > 0) {
    throw new Error(`${options.url}: ${result.non2xx} refusals, ${result.errors} errors`)
  }
  return result['2xx']
}

/**
 * Runs a module in its own thread, so that the measured code does not share one with the code that measures.
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
