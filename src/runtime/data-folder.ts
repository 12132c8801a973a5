import { access, constants, mkdir } from 'node:fs/promises'
import type { Config } from '../config/config.ts'
import { StartUpError } from './start-up-error.ts'

/**
 * Makes the folder where there is none.
 *
 * @throws StartUpError when nothing can be kept in it
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
