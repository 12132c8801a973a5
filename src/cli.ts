#!/usr/bin/env node
/**
 * The command line: `start` runs the standalone host, `simulator` the offline Stripe alone.
 *
 * @module
 */
import { parseArgs } from 'node:util'
import { ConfigError, loadConfig, VARIABLES } from './config.ts'
import { StartUpError } from './hosts/standalone/start/start-up-error.ts'
import { StorageError } from './storage/storage-error.ts'

const USAGE = `Usage:
  stripe-connect start [--demo]           the dashboard, and whatever the environment names nothing for
  stripe-connect simulator [--port 12111] the offline Stripe alone; more with simulator --help
  stripe-connect --help

Environment:
`

await run(process.argv.slice(2))

async function run(args: string[]): Promise<void> {
  const [command, ...rest] = args
  switch (command) {
    case 'start':
      return startCommand(rest)
    case 'simulator':
      // It reads its own arguments, as it does when it is started without this file.
      process.argv.splice(2, 1)
      await import('./simulator/main.ts')
      return
    case '--help':
    case '-h':
      process.stdout.write(USAGE + variables())
      return
    default:
      process.stderr.write(`${USAGE.split('\n\n', 1)[0]}\n`)
      process.exitCode = 1
  }
}

async function startCommand(args: string[]): Promise<void> {
  try {
    const { values } = parseArgs({ args, options: { demo: { type: 'boolean', default: false } } })
    const config = loadConfig({ ...defaults(values.demo), ...process.env })
    // Loaded only now: help and the offline Stripe need nothing of it.
    const { start } = await import('./hosts/standalone/start/start.ts')
    const running = await start({
      config,
      folder: process.cwd(),
      demo: values.demo,
      print: (line) => process.stdout.write(`${line}\n`),
    })
    stopOnSignals(running.stop)
  } catch (error) {
    process.stderr.write(`${explain(error)}\n`)
    process.exitCode = 1
  }
}

/** A person at a terminal reads the addresses, not a line for every request; the demo is kept apart from their own data. */
function defaults(demo: boolean): NodeJS.ProcessEnv {
  return {
    ...(process.stdout.isTTY && { LOG_LEVEL: 'warn' }),
    ...(demo && { CONNECT_DATA: './data/demo' }),
  }
}

function stopOnSignals(stop: () => Promise<void>): void {
  let stopping = false
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.on(signal, () => {
      // Whoever asks twice does not want to wait.
      if (stopping) process.exit(1)
      stopping = true
      void stop().then(() => process.exit(0))
    })
  }
}

/** One line for what whoever starts it can put right; everything that is known for what they cannot. */
function explain(error: unknown): string {
  if (error instanceof ConfigError) return `The configuration has mistakes:\n${error.message}`
  if (error instanceof StartUpError || error instanceof StorageError || isArgumentError(error))
    return error.message
  return error instanceof Error ? (error.stack ?? error.message) : String(error)
}

function isArgumentError(error: unknown): error is Error {
  return error instanceof TypeError && 'code' in error && String(error.code).startsWith('ERR_PARSE_ARGS')
}

function variables(): string {
  const width = Math.max(...VARIABLES.map(({ name }) => name.length))
  return VARIABLES.map(
    ({ name, description }) => `  ${name.padEnd(width)}  ${description.replaceAll('`', '')}\n`,
  ).join('')
}
