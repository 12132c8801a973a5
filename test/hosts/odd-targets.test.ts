import { describe, expect, test } from 'vitest'
import { startApp } from './express/support.ts'
import { behind, echo, send } from './support.ts'

const TARGETS = [
  ...[
    'http:///payments',
    'http:///account/connect',
    'http:///',
    'http://',
    'http:',
    'https:///x',
    'HTTP:///x',
  ],
  ...[
    'http://other.example/account/connect',
    'http://[::1/x',
    'http://x:99999/',
    'http://@/x',
    'mailto:x',
    '*',
    'x',
  ],
  ...[
    '//',
    '///',
    '//account/connect',
    '/%',
    '/%ff',
    '/account/connect/%',
    '/account/connect?%',
    '/..//',
    '/.',
    '?',
  ],
  ...[
    '/account/connect;a',
    '/account/connect#a',
    '/public/connect/%2e%2e/x',
    '/public/connect/%',
    '/\\x',
    '#',
  ],
]

const HOSTS = {
  Express: async () => (await startApp()).url,
  'Express, mounted below a path': async () => (await startApp({ mount: '/payments' })).url,
  standalone: async () => (await behind(echo)).url,
}

describe.each(Object.entries(HOSTS))('%s', (_host, start) => {
  test('answers every odd target as a mistake of the sender, or passes it on', async () => {
    const url = await start()
    for (const method of ['GET', 'POST', 'HEAD', 'OPTIONS'])
      for (const path of TARGETS) {
        const { statusCode = 0 } = await send(url, { method, path })
        expect([method, path, statusCode < 500]).toEqual([method, path, true])
      }
  })
})
