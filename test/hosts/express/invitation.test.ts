import { test } from 'vitest'
import { inviteAndAnswer } from '../invited.ts'
import { startApp } from './support.ts'

test.each(['', '/pay'])('mounted at "%s", somebody of a company answers for themselves', async (mount) => {
  const app = await startApp(mount ? { mount } : {})
  const as =
    (user?: string) =>
    (path: string, init: RequestInit = {}) =>
      fetch(app.url + path, {
        redirect: 'manual',
        ...init,
        headers: user === undefined ? {} : { 'x-test-user': user },
      })
  await inviteAndAnswer(mount, as('ada'), as())
})
