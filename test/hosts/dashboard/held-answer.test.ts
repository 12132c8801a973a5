import { once } from 'node:events'
import http, { type IncomingMessage, type ServerResponse } from 'node:http'
import { type AddressInfo, connect } from 'node:net'
import { expect, onTestFinished, test } from 'vitest'
import type { DashboardRequest } from '../../../src/hosts/dashboard/dashboard.ts'
import { beginningOf } from '../../../src/hosts/dashboard/held-answer.ts'
import { answerBudget } from '../../../src/web/body-budget.ts'

test('an answer for somebody who left while Dashboard asked who they are is not held', async () => {
  const server = http.createServer((request, response) => {
    if (request.url === '/goods') response.end('A blue bowl')
  })
  await once(server.listen(0, '127.0.0.1'), 'listening')
  onTestFinished(() => {
    server.closeAllConnections()
    server.close()
  })
  const { port } = server.address() as AddressInfo
  const visitor = connect(port, '127.0.0.1')
  visitor.write('GET / HTTP/1.1\r\nhost: x\r\n\r\n')
  const [request, response] = (await once(server, 'request')) as [DashboardRequest, ServerResponse]
  visitor.destroy()
  await once(response, 'close')
  const [answer] = (await once(http.get({ port, path: '/goods' }), 'response')) as [IncomingMessage]
  await beginningOf(answer, request, response)
  expect(answerBudget.held).toBe(0)
})
