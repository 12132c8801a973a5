import { ADMINISTRATOR_PAGES } from '../../core/addresses.ts'
import type { MessageKey } from '../../messages/sentences.ts'
import type { Translator } from '../../messages/translator.ts'
import { link } from '../../web/link.ts'
import type { Figures } from '../figures.ts'

export interface ToDo {
  kind: 'failed-payouts' | 'dead' | 'failing' | 'restricted' | 'information-due' | 'in-review'
  title: string
  about: string
  /** Where to deal with it; undefined when it goes away by itself. */
  address: string | undefined
}

/** What an administrator has to look at, most urgent first. */
export function toDo({ failedPayouts, webhooks, byStatus }: Figures, messages: Translator): ToDo[] {
  const withStatus = (status: string) => byStatus.find((it) => it.status === status)?.count ?? 0
  const accounts = (status: string, sort?: string) =>
    link(ADMINISTRATOR_PAGES.accounts, { status, sort, direction: sort && 'ascending' })
  const all: [ToDo['kind'], count: number, address: string | undefined][] = [
    ['failed-payouts', failedPayouts, link(ADMINISTRATOR_PAGES.payouts, { status: 'failed' })],
    ['dead', webhooks.dead, ADMINISTRATOR_PAGES.deadLetters],
    ['restricted', withStatus('restricted'), accounts('restricted', 'deadline')],
    ['information-due', withStatus('information-due'), accounts('information-due', 'deadline')],
    ['failing', webhooks.failing, undefined],
    ['in-review', withStatus('in-review'), accounts('in-review')],
  ]
  return all
    .filter(([, count]) => count > 0)
    .map(([kind, count, address]) => ({
      kind,
      title: messages.text(`oversight.todo.${kind}` satisfies MessageKey, { count }),
      about: messages.text(`oversight.todo.${kind}.about` satisfies MessageKey),
      address,
    }))
}
