import { ADMINISTRATOR_PAGES } from '../../core/addresses.ts'
import type { MessageKey } from '../../messages/sentences.ts'
import type { Translator } from '../../messages/translator.ts'
import { type Counted, countedSome } from '../../storage/page-by-key.ts'
import { link } from '../../web/link.ts'
import type { Figures } from '../figures.ts'
import { OPEN } from './payout-query.ts'

export interface ToDo {
  kind: 'failed-payouts' | 'dead' | 'due' | 'restricted' | 'failing' | 'in-review'
  title: string
  about: string
  /** Where to deal with it; undefined when it goes away by itself. */
  address: string | undefined
}

/** What an administrator has to look at, most urgent first. */
export function toDo({ failedPayouts, due, webhooks, byStatus }: Figures, messages: Translator): ToDo[] {
  const withStatus = (status: string) => byStatus.find((it) => it.status === status)?.count ?? 0
  const accounts = (query: { status: string } | { due: string }) => link(ADMINISTRATOR_PAGES.accounts, query)
  const exactly = (count: number): Counted => ({ count, more: false })
  const all: [ToDo['kind'], Counted, address: string | undefined][] = [
    ['failed-payouts', countedSome(failedPayouts), link(ADMINISTRATOR_PAGES.payouts, { status: OPEN })],
    ['dead', exactly(webhooks.dead), ADMINISTRATOR_PAGES.deadLetters],
    ['due', countedSome(due), accounts({ due: 'week' })],
    ['restricted', exactly(withStatus('restricted')), accounts({ status: 'restricted' })],
    ['failing', exactly(webhooks.failing), undefined],
    ['in-review', exactly(withStatus('in-review')), accounts({ status: 'in-review' })],
  ]
  return all
    .filter(([, { count }]) => count > 0)
    .map(([kind, counted, address]) => ({
      kind,
      title: messages.text(`oversight.todo.${kind}` satisfies MessageKey, { ...counted }),
      about: messages.text(`oversight.todo.${kind}.about` satisfies MessageKey),
      address,
    }))
}
