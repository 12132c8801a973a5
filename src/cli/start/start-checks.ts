/**
 * Finds problems of the machine rather than of the configuration, before anything starts.
 *
 * @module
 */
import { once } from 'node:events'
import { createServer } from 'node:net'
import type { Config } from '../../config/config.ts'
import { StartUpError } from '../../runtime/start-up-error.ts'

/** @throws StartUpError when the host cannot listen there */
export async function checkPort({ host, port }: Config): Promise<void> {
  const probe = createServer()
  try {
    probe.listen(port, host)
    await once(probe, 'listening')
    probe.close()
    await once(probe, 'close')
  } catch (error) {
    throw listenError(error, { host, port })
  }
}

/** Why the host cannot listen, in one line. @returns the error itself when it is about something else */
export function listenError(error: unknown, { host, port }: Pick<Config, 'host' | 'port'>): unknown {
  const { code, syscall, message } = error as NodeJS.ErrnoException
  if (code === 'EADDRINUSE') {
    return new StartUpError(`Port ${port} is in use: stop what is using it, or set PORT to another one.`)
  }
  if (syscall === undefined) return error
  return new StartUpError(`It is not possible to listen on ${host}:${port}: ${message}`)
}
