import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'
import { expect, it, onTestFinished } from 'vitest'
import { startBench } from '../support.ts'
import { activeSeller } from './seller.ts'

const bench = await startBench()
const { stripe } = bench

it('takes the access away when the owner leaves, and tells the platform of it', async () => {
  const receiver = createServer()
  receiver.listen(0, '127.0.0.1')
  await once(receiver, 'listening')
  onTestFinished(() => void receiver.close())
  const { port } = receiver.address() as AddressInfo
  await stripe.webhookEndpoints.create({
    url: `http://127.0.0.1:${port}/`,
    connect: true,
    enabled_events: ['account.application.deauthorized'],
  })
  const { id } = await activeSeller(bench)

  const delivered = once(receiver, 'request')
  await bench.control('POST', 'deauthorize', { account: id })
  const [request, response] = await delivered
  response.end()
  expect(JSON.parse(await text(request))).toMatchObject({
    type: 'account.application.deauthorized',
    account: id,
    data: { object: { object: 'application' } },
  })
  await expect(stripe.accounts.retrieve(id)).rejects.toMatchObject({
    statusCode: 403,
    code: 'account_invalid',
  })
})
