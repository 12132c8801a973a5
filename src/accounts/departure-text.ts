import type { Translator } from '../messages/translator.ts'
import type { Departure } from './store/departures.ts'

/** What the person whose account was disconnected is told. */
export function departureText(messages: Translator, { name, leftAt }: Departure): string {
  return messages.text('account-left', { name, at: messages.date(leftAt) })
}
