/**
 * Checks the answers of offline Stripes in other processes, as `oracle.ts` does for those in the test's own process.
 *
 * @module
 */
import { existsSync } from 'node:fs'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { OnResponse } from '../../src/offline-stripe/http/server.ts'
import { stripeVerdicts } from './oracle.ts'

/** A file that processes write their answers to. */
export interface Recording {
  /** For the environment of a process that is an offline Stripe or starts one. */
  env: { NODE_OPTIONS: string; RECORDED_ANSWERS: string }
  /**
   * Call it once the processes have ended.
   *
   * @throws Error with every answer that did not match the specification, or if there was no answer
   */
  check(): Promise<void>
}

/**
 * @example
 * const recording = await recordAnswers()
 * const child = spawn(process.execPath, [main], { env: { ...process.env, ...recording.env } })
 * // ... once it has ended
 * await recording.check()
 */
export async function recordAnswers(): Promise<Recording> {
  const folder = await mkdtemp(join(tmpdir(), 'answers-'))
  const file = join(folder, 'answers.jsonl')
  const recorder = new URL('record-answers.mjs', import.meta.url)
  return {
    env: { NODE_OPTIONS: `--import=${recorder.href}`, RECORDED_ANSWERS: file },
    async check() {
      const { onResponse, problems } = await stripeVerdicts()
      if (!existsSync(file))
        throw new Error('No process recorded an answer: was an offline Stripe run with this?')
      const lines = (await readFile(file, 'utf8')).trimEnd().split('\n')
      for (const line of lines) {
        onResponse(...(JSON.parse(line) as Parameters<OnResponse>))
      }
      await rm(folder, { recursive: true })
      if (problems.length > 0) throw new Error(problems.join('\n'))
    },
  }
}
