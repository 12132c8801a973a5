/**
 * Sends mail through the module that the package.json names under `dashboard.mail`. Nobody waits for it: a module that fails or
 * hangs is logged, and the visitor's answer neither shows it nor takes longer.
 *
 * @module
 */
import type { Logger } from 'pino'
import { within } from '../../core/within.ts'
import { StartUpError } from '../../runtime/start-up-error.ts'
import { loadScript } from './handlers.ts'

export interface Mail {
  to: string
  subject: string
  text: string
}

/** What the module exports: sends one mail. */
export type SendMail = (mail: Mail) => unknown

/** Milliseconds after which a mail that is not sent is logged. */
const PATIENCE = 30_000

/** Mails under way at once: a module that hangs must not gather all that come. */
const MOST = 100

/** @throws StartUpError naming the path, when the module is missing, fails to load or exports no function */
export async function loadMail(script: string, folder: string): Promise<SendMail> {
  const loaded = await loadScript(script, folder, 'dashboard.mail')
  if (typeof loaded === 'function') return loaded as SendMail
  throw new StartUpError(`dashboard.mail ${script} of package.json is not a function`)
}

/** @returns a function that sends a mail in the background, and never throws */
export function mailer(send: SendMail, log: Logger): (mail: Mail) => void {
  let underWay = 0
  return (mail) => {
    if (underWay >= MOST) {
      log.error('a mail was not sent: too many are under way')
      return
    }
    underWay += 1
    const sending = (async () => send(mail))()
    within(PATIENCE, sending, () => {
      throw new Error(`dashboard.mail did not finish within ${PATIENCE / 1000} seconds`)
    })
      .catch((error: unknown) => {
        log.error({ reason: withoutMail(error, mail) }, 'a mail could not be sent')
      })
      .finally(() => {
        underWay -= 1
      })
  }
}

/** A mail server's error may quote the mail, and anyone who reads the link in a log could sign in. */
function withoutMail(error: unknown, { to, text }: Mail): string {
  const reason = error instanceof Error ? `${error.name}: ${error.message}` : String(error)
  const addresses = text.split(/\s+/).filter((word) => word.includes('://'))
  return [to, ...addresses]
    .reduce((cleaned, secret) => cleaned.replaceAll(secret, '...'), reason)
    .split(/\s+/)
    .map((word) => (word.includes('@') ? '...' : word))
    .join(' ')
    .slice(0, 500)
}
