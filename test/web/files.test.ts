/** Pages that are files. */
import { once } from 'node:events'
import { connect } from 'node:net'
import { setTimeout as delay } from 'node:timers/promises'
import { expect, test, vi } from 'vitest'
import { z } from 'zod'
import { page } from '../../src/web/route.ts'
import { eventually } from '../support/eventually.ts'
import { servicesOfTest } from '../support/services.ts'
import { serve } from './support.ts'

test('somebody who leaves in the middle of a file is no fault of ours', async () => {
  const services = await servicesOfTest()
  vi.spyOn(services.log, 'child').mockReturnValue(services.log as never)
  const error = vi.spyOn(services.log, 'error')
  let isOver = false
  async function* parts() {
    try {
      for (;;) {
        yield 'x'.repeat(100_000)
        await delay(1)
      }
    } finally {
      isOver = true
    }
  }
  const file = page({
    path: '/file',
    audience: 'guest',
    query: z.object({}),
    load: async () => ({ file: { name: 'file.txt', type: 'text/plain', parts: parts() } }),
  })
  const { hostname, port } = new URL(await serve([file], { services }))
  const socket = connect(Number(port), hostname)
  socket.write('GET /file HTTP/1.1\r\nhost: market\r\n\r\n')
  await once(socket, 'data')
  socket.destroy()
  await eventually(() => expect(isOver).toBe(true))
  await delay(50)
  expect(error.mock.calls).toEqual([])
})
