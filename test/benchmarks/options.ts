/**
 * What `npm run bench -- …` may be told.
 *
 * @module
 */
import { parseArgs } from 'node:util'

const { values } = parseArgs({
  options: {
    seconds: { type: 'string', default: '3' },
    accounts: { type: 'string', default: '1000000' },
  },
})

/** Seconds for each measurement. */
export const SECONDS = Number(values.seconds)

/** The accounts of the largest marketplace: making a million takes minutes. */
export const MOST_ACCOUNTS = Number(values.accounts)
