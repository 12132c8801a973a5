/**
 * Measures two things against each other in one run. Machines differ and so do minutes on one machine: what is worth
 * saying is the ratio of two measurements that were taken by turns.
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

/** Prints how many times as fast the first is as the second: of several rounds, after one to warm up, the middle one. */
export async function compare(title: string, subject: Contender, reference: Contender): Promise<void> {
  await subject.measure(1)
  await reference.measure(1)
  const rounds: { subject: number; reference: number; ratio: number }[] = []
  for (let round = 0; round < ROUNDS; round++) {
    const [one, other] = [await subject.measure(SECONDS), await reference.measure(SECONDS)]
    rounds.push({ subject: one, reference: other, ratio: one / other })
  }
  const middle = rounds.sort((one, other) => one.ratio - other.ratio)[Math.floor(ROUNDS / 2)]
  if (!middle) throw new RangeError('there were no rounds')
  const perSecond = (number: number) => `${Math.round(number).toLocaleString('en').padStart(8)}/s`
  process.stdout.write(`
${title}
  ${perSecond(middle.subject)}  ${subject.name}
  ${perSecond(middle.reference)}  ${reference.name}
  ratio ${middle.ratio.toFixed(2)} (${rounds.map(({ ratio }) => ratio.toFixed(2)).join(' ')})
`)
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
