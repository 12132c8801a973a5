import { z } from 'zod'
import { HOST_PAGES } from '../../../core/addresses.ts'
import { page } from '../../../web/route.ts'

/** The start of the administrator's area. */
export const administratorPage = page({
  path: HOST_PAGES.administrator,
  audience: 'administrator',
  query: z.object({}),
  load: async ({ messages }) => ({
    view: 'standalone/administrator',
    data: { title: messages.text('standalone.administrator.title') },
  }),
})
