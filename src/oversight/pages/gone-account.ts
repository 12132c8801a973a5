import { departureStore } from '../../accounts/store/departures.ts'
import type { SignedInContext } from '../../context/context.ts'
import { ADMINISTRATOR_PAGES } from '../../core/addresses.ts'
import type { Attempt } from '../../web/route.ts'
import { whoDid } from '../decisions.ts'

/**
 * Says who deleted an account or when it was disconnected, and shows the note that somebody else was typing.
 *
 * @returns undefined when neither is known of such an account
 */
export async function goneAccount(context: SignedInContext, stripeid: string, attempt: Attempt | undefined) {
  const told = (await deletion(context, stripeid)) ?? (await departure(context, stripeid))
  if (!told) return undefined
  return {
    view: 'oversight/gone-account',
    status: 404,
    data: {
      ...told,
      accountsAddress: ADMINISTRATOR_PAGES.accounts,
      note: attempt?.values.note,
    },
  }
}

async function deletion(context: SignedInContext, stripeid: string) {
  const { messages } = context
  const deleted = await whoDid(context, stripeid, 'delete')
  if (!deleted) return undefined
  const { name, by, decidedAt } = deleted
  return {
    title: messages.text('oversight.gone.title', { name }),
    how: messages.text('oversight.gone.by', { by: by?.name ?? '', at: messages.dateTime(decidedAt) }),
  }
}

async function departure({ services, messages }: SignedInContext, stripeid: string) {
  const left = await departureStore(services.storage).find(stripeid)
  if (!left) return undefined
  const { name, leftAt } = left
  return {
    title: messages.text('oversight.left.title', { name }),
    how: messages.text('oversight.left.how', { at: messages.dateTime(leftAt) }),
  }
}
