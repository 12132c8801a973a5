import { parseArgs } from 'node:util'
import { environmentIn } from '../config/folder-environment.ts'
import { Translator } from '../messages/translator.ts'
import { check } from './check/check.ts'
import type { Finding } from './check/finding.ts'
import { en } from './check/messages/en.ts'

const STATES = { ok: 'ok', warning: 'warning', problem: 'PROBLEM' } as const

/** A finding as the command prints it. */
interface Line {
  /** What was checked, e.g. `webhook-endpoint`. */
  subject: string
  state: Finding['state']
  /** Stable and meant for programs, e.g. `webhook-endpoint.disabled`. */
  code: string
  message: string
}

/** Checks a deployment and prints a line for each check; the exit status is 1 if there is a problem. */
export async function checkCommand(args: string[]): Promise<void> {
  const { values } = parseArgs({ args, options: { json: { type: 'boolean', default: false } } })
  const messages = new Translator('en', [en])
  const lines = (await check(environmentIn(process.cwd()))).map((finding) => toLine(finding, messages))
  process.stdout.write(values.json ? `${JSON.stringify(lines, null, 2)}\n` : asText(lines))
  if (lines.some(({ state }) => state === 'problem')) process.exitCode = 1
}

function toLine({ state, code, values }: Finding, messages: Translator): Line {
  const sentence = messages.maybe(`check.${code}`, values) ?? code
  return { subject: code.replace(/\..*/, ''), state, code, message: sentence.replaceAll(/\s+/g, ' ') }
}

function asText(lines: readonly Line[]): string {
  const width = Math.max(...lines.map(({ subject }) => subject.length))
  return lines
    .map(
      ({ subject, state, message }) => `${STATES[state].padEnd(7)}  ${subject.padEnd(width)}  ${message}\n`,
    )
    .join('')
}
