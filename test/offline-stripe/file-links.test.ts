import type Stripe from 'stripe'
import { describe, expect, it } from 'vitest'
import { PNG, startBench } from './support.ts'

const DAY = 24 * 60 * 60

const bench = await startBench()
const { stripe } = bench

const now = async () => (await bench.control('GET', 'clock')).now as number

function upload(
  purpose: Stripe.FileCreateParams.Purpose = 'business_logo',
  file_link_data?: Stripe.FileCreateParams.FileLinkData,
) {
  return stripe.files.create({
    purpose,
    file: { name: 'logo.png', type: 'image/png', data: PNG },
    ...(file_link_data && { file_link_data }),
  })
}

describe('a file link', () => {
  it('shows a file to anybody until it expires', async () => {
    const { id: file } = await upload()
    const expires_at = (await now()) + DAY
    const link = await stripe.fileLinks.create({ file, expires_at, metadata: { shop: '7' } })
    expect(link).toMatchObject({ file, expired: false, expires_at, livemode: false, metadata: { shop: '7' } })
    const shown = await fetch(link.url ?? '')
    expect(shown.headers.get('content-type')).toBe('image/png')
    expect(Buffer.from(await shown.arrayBuffer())).toEqual(PNG)
    await bench.advance(DAY)
    expect(await stripe.fileLinks.retrieve(link.id)).toMatchObject({ expired: true })
    expect((await fetch(link.url ?? '')).status).toBe(404)
  })

  it('can be ended, and given more time', async () => {
    const { id } = await stripe.fileLinks.create({ file: (await upload()).id })
    expect(await stripe.fileLinks.update(id, { expires_at: 'now' })).toMatchObject({ expired: true })
    expect(await stripe.fileLinks.update(id, { expires_at: '', metadata: { a: '1' } })).toMatchObject({
      expired: false,
      expires_at: null,
      metadata: { a: '1' },
    })
  })

  it('comes with an upload that asks for one, and is listed with its file', async () => {
    const made = await upload('business_icon', { create: true, metadata: { shop: '7' } })
    expect(made.links?.data).toMatchObject([{ file: made.id, metadata: { shop: '7' } }])
    const later = await stripe.fileLinks.create({ file: made.id })
    const { links } = await stripe.files.retrieve(made.id)
    expect(links?.data.map(({ id }) => id)).toEqual([later.id, made.links?.data[0]?.id])
    expect((await stripe.files.list({ limit: 1 })).data).toMatchObject([{ id: made.id, links }])
    expect((await upload('business_icon', { create: false })).links?.data).toEqual([])
    await stripe.fileLinks.update(later.id, { expires_at: 'now' })
    const { data } = await stripe.fileLinks.list({ file: made.id, expired: true, expand: ['data.file'] })
    expect(data).toMatchObject([{ id: later.id, file: { id: made.id } }])
  })

  it('is refused for what identifies people, for no file, and for the past', async () => {
    const { id: file } = await upload('identity_document')
    await expect(stripe.fileLinks.create({ file })).rejects.toMatchObject({ statusCode: 400, param: 'file' })
    await expect(upload('identity_document', { create: true })).rejects.toMatchObject({ statusCode: 400 })
    await expect(stripe.fileLinks.create({ file: 'file_1' })).rejects.toMatchObject({
      statusCode: 400,
      code: 'resource_missing',
    })
    const { id: logo } = await upload()
    const past = stripe.fileLinks.create({ file: logo, expires_at: (await now()) - 1 })
    await expect(past).rejects.toMatchObject({ param: 'expires_at' })
  })
})
