#!/usr/bin/env node
import { explain } from './cli/explain.ts'
/**
 * The command line. Each command loads only its own code: help and the offline Stripe start without the rest.
 *
 * @module
 */
import { VARIABLES } from './config/config.ts'

const USAGE = `Usage:
  stripe-connect start [--demo]    the dashboard; with an offline Stripe and a demo app unless you name your own below,
                                   and with --demo with sellers and payouts in it
  stripe-connect migrate           brings the tables of the database up to date, as each start does
  stripe-connect check [--json]    looks whether keys, webhooks, database and addresses are right
  stripe-connect admin add <email>
  stripe-connect admin reset-password <email>
                                   makes somebody an administrator of the standalone server, and makes a link to set a
                                   new password with
  stripe-connect offline-stripe [--port 12111] [--host 127.0.0.1] [--data <file>] [--https] [--forward-to <url>]
                 [--webhook-secret whsec_...] [--verification-seconds 3] [--now <time>]
                                   the offline Stripe alone; what it knows is gone afterwards unless it has a file
  stripe-connect --help

Environment:
`

await run(process.argv.slice(2)).catch((error: unknown) => {
  process.stderr.write(`${explain(error)}\n`)
  process.exitCode = 1
})

async function run(words: string[]): Promise<void> {
  if (words.includes('--help') || words.includes('-h')) {
    process.stdout.write(USAGE + variables())
    return
  }
  const [command, ...args] = words
  switch (command) {
    case 'start':
      return (await import('./cli/start.ts')).startCommand(args)
    case 'migrate':
      return (await import('./cli/migrate.ts')).migrateCommand(args)
    case 'check':
      return (await import('./cli/check-command.ts')).checkCommand(args)
    case 'admin':
      return (await import('./cli/admin.ts')).adminCommand(args)
    case 'offline-stripe':
    // The old name of `offline-stripe`.
    case 'simulator':
      // `main.ts` reads `process.argv` itself, as when it is started directly.
      process.argv.splice(2, 1)
      await import('./offline-stripe/main.ts')
      return
    default:
      process.stderr.write(`${USAGE.split('\n\n', 1)[0]}\n`)
      process.exitCode = 1
  }
}

function variables(): string {
  const width = Math.max(...VARIABLES.map(({ name }) => name.length))
  return VARIABLES.map(
    ({ name, description }) => `  ${name.padEnd(width)}  ${description.replaceAll('`', '')}\n`,
  ).join('')
}
