import { z } from 'zod'
import { page } from '../../web/route.ts'
import { PATHS } from './paths.ts'

/** Leads back to the form that is kept in another tab, once the person has signed in again. */
export const signedIn = page({
  path: PATHS.signedIn,
  audience: 'user',
  query: z.object({}),
  load: async ({ messages }) => ({
    view: 'account/signed-in',
    data: { title: messages.text('signed-in.title') },
  }),
})
