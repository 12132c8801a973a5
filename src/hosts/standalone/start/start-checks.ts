/**
 * What can be wrong with the machine rather than with the configuration, found before anything is started.
 *
 * @module
 */
import { once } from 'node:events'
import { access, constants, mkdir } from 'node:fs/promises'
import { createServer } from 'node:net'
import Stripe from 'stripe'
import type { Config } from '../../../config.ts'
import { StartUpError } from './start-up-error.ts'

/** @throws StartUpError when nothing can be kept in the folder */
export async function checkDataFolder({ dataFolder }: Config): Promise<void> {
  try {
    await mkdir(dataFolder, { recursive: true })
    await access(dataFolder, constants.W_OK)
  } catch (error) {
    throw new StartUpError(
      `The data folder ${dataFolder} cannot be written (${(error as NodeJS.ErrnoException).code}): set CONNECT_DATA to one that can.`,
    )
  }
}

/** @throws StartUpError when the host could not listen there */
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

/** The same in one line, whenever it comes to light. @returns the error itself when it is about something else */
export function listenError(error: unknown, { host, port }: Pick<Config, 'host' | 'port'>): unknown {
  const { code, syscall, message } = error as NodeJS.ErrnoException
  if (code === 'EADDRINUSE') {
    return new StartUpError(`Port ${port} is in use: stop what is using it, or set PORT to another one.`)
  }
  if (syscall === undefined) return error
  return new StartUpError(`It is not possible to listen on ${host}:${port}: ${message}`)
}

/**
 * A key that Stripe does not know would fail every page later. That Stripe does not answer at the moment is no reason
 * not to start.
 *
 * @throws StartUpError when Stripe refuses the key
 */
export async function checkStripeKey(stripe: Stripe): Promise<void> {
  try {
    await stripe.balance.retrieve()
  } catch (error) {
    if (!(error instanceof Stripe.errors.StripeAuthenticationError)) return
    throw new StartUpError('Stripe refuses the key: set STRIPE_KEY to the secret key of your account.')
  }
}
