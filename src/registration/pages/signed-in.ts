import { z } from 'zod'
import { ACCOUNT_PAGES } from '../../core/addresses.ts'
import { page } from '../../web/route.ts'

/** After the person has signed in again, leads back to the form still open in another tab. */
export const signedIn = page({
  path: ACCOUNT_PAGES.signedIn,
  audience: 'user',
  query: z.object({}),
  load: async ({ messages }) => ({
    view: 'registration/signed-in',
    data: { title: messages.text('signed-in.title') },
  }),
})
