import type { SignedInContext } from '../../context/context.ts'
import { ADMINISTRATOR_PAGES } from '../../core/addresses.ts'
import type { Attempt } from '../../web/route.ts'
import { whoDid } from '../decisions.ts'

/**
 * Says who deleted an account, and shows the note that somebody else was typing.
 *
 * @returns undefined when nobody deleted such an account
 */
export async function goneAccount(context: SignedInContext, stripeid: string, attempt: Attempt | undefined) {
  const deletion = await whoDid(context, stripeid, 'delete')
  if (!deletion) return undefined
  const { name, by, decidedAt } = deletion
  return {
    view: 'oversight/gone-account',
    status: 404,
    data: {
      title: context.messages.text('oversight.gone.title', { name }),
      accountsAddress: ADMINISTRATOR_PAGES.accounts,
      deletedBy: by?.name,
      deletedAt: decidedAt,
      note: attempt?.values.note,
    },
  }
}
