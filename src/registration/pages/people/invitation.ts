import { z } from 'zod'
import { accountName } from '../../../accounts/account-name.ts'
import type { Context } from '../../../context/context.ts'
import { ACCOUNT_PAGES } from '../../../core/addresses.ts'
import { page } from '../../../web/route.ts'
import {
  accountForInvited,
  answerInvitation,
  findInvited,
  type Invited,
  pathOf,
} from '../../people/invitations.ts'
import { openPerson, type PersonForm } from '../../people/person-form.ts'
import { personFiles } from '../../people/save-person.ts'
import { fillsIn } from '../../save-step.ts'
import { forUs, TOKEN_INPUTS } from '../../tokens/for-stripe.ts'
import { tokenPage } from '../../tokens/token-page.ts'
import { filledNotice, sentAgain } from '../drawn-form.ts'
import { rolesText } from './company-view.ts'

/** Whoever opens the link is no person of the host's, even if somebody is signed in. */
const alone = (context: Context): Context => ({ ...context, caller: undefined })

/** Somebody of a company fills in their own part, with a link that a seller made. */
export const invitation = page({
  path: ACCOUNT_PAGES.invitation,
  audience: 'guest',
  secrets: TOKEN_INPUTS,
  isForUs: forUs.person,
  query: z.object({ person: z.string().catch(''), secret: z.string().catch('') }),
  async keeper(context, { query }) {
    const invited = await findInvited(context, query)
    return invited && { accountid: `invited ${invited.person.personid}` }
  },
  async fileFields(context, { query }) {
    const invited = await findInvited(context, query)
    return invited && !invited.invitation.usedAt ? personFiles(formOf(context, invited)) : []
  },
  async load(context, { query, attempt }) {
    const { messages } = context
    const invited = await findInvited(context, query)
    if (!invited) return ended(context, 'gone', 404)
    if (invited.invitation.usedAt) return ended(context, 'done', 200)
    const form = formOf(context, invited, attempt)
    const { groups } = form
    // Stripe asks for nothing again of somebody who has answered before.
    if (invited.invitation.filledAt && groups.length === 0) return ended(context, 'done', 200)
    const { stripeObject } = form.row
    const company = accountName(stripeObject)
    const tokens = tokenPage(alone(context), {
      about: 'person',
      part: form.part,
      account: accountForInvited(stripeObject),
      person: invited.person.stripeObject,
      people: [],
    })
    return {
      view: 'registration/people/invitation',
      callsStripe: tokens !== undefined,
      data: {
        tokens,
        title: messages.text('invitation.title'),
        company: company ?? messages.text('invitation.company'),
        roles: rolesText(messages, form),
        ...filledNotice(context, form),
        problems: form.problems,
        groups,
        ...sentAgain(groups, form.version, attempt),
      },
    }
  },
  async submit(context, { query, body, files }) {
    const invited = await findInvited(context, query)
    if (invited && !invited.invitation.usedAt) {
      const form = formOf(context, invited)
      if (fillsIn(form.asked, form.questions, body, files)) return { again: true }
      await answerInvitation(alone(context), form, invited, { values: body, files })
    }
    return { redirect: pathOf(query) }
  },
})

function formOf(
  context: Context,
  { company, person }: Invited,
  attempt?: Parameters<typeof openPerson>[3],
): PersonForm {
  return openPerson(alone(context), company, person, attempt, 'own')
}

/** @param state what became of the link */
function ended({ messages }: Context, state: 'done' | 'gone', status: number) {
  return {
    view: 'registration/people/invitation-ended',
    status,
    data: {
      title: messages.text(`invitation.${state}.title`),
      text: messages.text(`invitation.${state}.text`),
    },
  }
}
