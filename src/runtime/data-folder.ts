import { access, constants, mkdir } from 'node:fs/promises'
import type { Config } from '../config/config.ts'
import { StartUpError } from './start-up-error.ts'

/**
 * Makes the folder if it is missing.
 *
 * @throws StartUpError when it cannot be written
 */
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
