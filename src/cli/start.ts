import { parseArgs } from 'node:util'
import { loadConfig } from '../config/config.ts'
import { start } from './start/start.ts'

/** Runs the standalone host until a signal stops it. */
export async function startCommand(args: string[]): Promise<void> {
  const { values } = parseArgs({ args, options: { demo: { type: 'boolean', default: false } } })
  const config = loadConfig({ ...defaults(values.demo), ...process.env })
  const running = await start({
    config,
    folder: process.cwd(),
    demo: values.demo,
    print: (line) => process.stdout.write(`${line}\n`),
  })
  stopOnSignals(running.stop)
}

/** A person at a terminal reads the addresses, not a line for every request. The demo has a data folder to itself. */
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
      // A person who presses Ctrl-C twice does not want to wait.
      if (stopping) process.exit(1)
      stopping = true
      void stop().then(() => process.exit(0))
    })
  }
}
