import { z } from 'zod'
import { page } from '../../../web/route.ts'

/** The start of the administrator's area. */
export const administratorPage = page({
  path: '/administrator',
  audience: 'administrator',
  query: z.object({}),
  load: async ({ messages }) => ({
    view: 'standalone/administrator',
    data: { title: messages.text('standalone.administrator.title') },
  }),
})
