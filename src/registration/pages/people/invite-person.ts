import { z } from 'zod'
import type { SignedInContext } from '../../../context/context.ts'
import { ACCOUNT_PAGES } from '../../../core/addresses.ts'
import { link } from '../../../web/link.ts'
import { problemSummary } from '../../../web/problem-summary.ts'
import { page } from '../../../web/route.ts'
import { findOwnPerson } from '../../people/find-person.ts'
import { INVITATION_DAYS, invite, isOpen, isSecretOf, pathOf } from '../../people/invitations.ts'
import { openPerson } from '../../people/person-form.ts'
import type { Invitation } from '../../store.ts'
import { closedPage } from '../next-page.ts'
import { personQuery } from '../query.ts'

/** Makes a link with which somebody of a company fills in their own part, and shows it to the seller, who sends it. */
export const invitePerson = page({
  path: ACCOUNT_PAGES.invitePerson,
  audience: 'user',
  query: personQuery.extend({ secret: z.string().optional().catch(undefined) }),
  async load(context, { query, attempt }) {
    const { company, person } = await findOwnPerson(context, query.personid)
    const closed = closedPage(context, company.account, query['return-url'])
    if (closed) return closed
    const { messages } = context
    const form = openPerson(context, company, person)
    const open =
      form.invitation && isOpen(form.invitation, context.services.now()) ? form.invitation : undefined
    const problem = attempt?.problems.find(({ field }) => field === 'invitee')
    return {
      view: 'registration/people/invite-person',
      data: {
        title: form.name
          ? messages.text('invitation.make-title', { name: form.name })
          : messages.text('invitation.ask-long'),
        problems: problemSummary(messages, [], attempt?.problems, ['invitee']),
        days: INVITATION_DAYS,
        made: open && madeLink(context, open, query.secret),
        isReplaced: open !== undefined,
        invitee: attempt?.values.invitee ?? form.name ?? '',
        problem: problem && messages.problem(problem),
        back: link(ACCOUNT_PAGES.persons, {
          stripeid: person.stripeid,
          'return-url': query['return-url'],
        }),
      },
    }
  },
  async submit(context, { query, body }) {
    const { company, person } = await findOwnPerson(context, query.personid)
    const { secret } = await invite(context, company, person, body)
    return {
      redirect: link(ACCOUNT_PAGES.invitePerson, {
        personid: person.personid,
        secret,
        'return-url': query['return-url'],
      }),
    }
  },
})

/** The link, for a page whose address has its secret: nothing else has. */
function madeLink({ services }: SignedInContext, invitation: Invitation, secret: string | undefined) {
  if (!secret || !isSecretOf(invitation, secret)) return undefined
  const { personid, invitee, endsAt } = invitation
  return { address: services.config.url + pathOf({ person: personid, secret }), invitee, endsAt }
}
