import { describe, expect, it } from 'vitest'
import { PNG, startBench } from './support.ts'

const bench = await startBench()
const { stripe } = bench

describe('files', () => {
  it('keeps an upload with its name, size and bytes', async () => {
    const file = await stripe.files.create({
      purpose: 'identity_document',
      file: { name: 'Ausweis höchst.png', type: 'image/png', data: PNG },
    })
    expect(file).toMatchObject({ filename: 'Ausweis höchst.png', size: PNG.length, type: 'png' })
    expect(await stripe.files.retrieve(file.id)).toMatchObject({ id: file.id, purpose: 'identity_document' })
    const contents = await fetch(file.url ?? '', { headers: { authorization: 'Bearer sk_test_bench' } })
    expect(contents.headers.get('content-type')).toBe('image/png')
    expect(Buffer.from(await contents.arrayBuffer())).toEqual(PNG)
  })

  it('judges the type by the bytes and not by the name', async () => {
    const upload = stripe.files.create({
      purpose: 'identity_document',
      file: { name: 'passport.png', type: 'image/png', data: Buffer.from('<script>') },
    })
    await expect(upload).rejects.toMatchObject({ statusCode: 400, param: 'file' })
  })

  it('knows a PDF behind a byte order mark', async () => {
    const file = { name: 'a', data: Buffer.from('\ufeff\n%PDF-1.7'), type: 'application/octet-stream' }
    const made = await stripe.files.create({ purpose: 'account_requirement', file })
    expect(made.type).toBe('pdf')
  })

  it('refuses what is empty, too large, without a purpose or for one that does not exist', async () => {
    const upload = (data: Buffer, purpose: string) =>
      stripe.files.create({
        purpose: purpose as 'identity_document',
        file: { name: 'a.png', type: 'image/png', data },
      })
    await expect(upload(Buffer.alloc(0), 'identity_document')).rejects.toMatchObject({ param: 'file' })
    await expect(
      upload(Buffer.concat([PNG, Buffer.alloc(10 * 1024 * 1024)]), 'identity_document'),
    ).rejects.toThrow(/10 MB/)
    await expect(upload(PNG, 'holiday')).rejects.toMatchObject({ param: 'purpose' })
    const picture = Buffer.concat([PNG, Buffer.alloc(512 * 1024)])
    await expect(upload(picture, 'business_logo')).rejects.toThrow(/512 KB/)
    await expect(upload(picture, 'identity_document')).resolves.toBeTruthy()
  })

  it.each([
    [
      'half a body',
      'boundary=x',
      '--x\r\nContent-Disposition: form-data; name="file"; filename="a"\r\n\r\nhalf',
    ],
    ['no boundary', '', '--x\r\n\r\n--x--'],
    [
      'another boundary',
      'boundary=y',
      '--x\r\nContent-Disposition: form-data; name="purpose"\r\n\r\na\r\n--x--',
    ],
    ['nothing', 'boundary=x', ''],
  ])('answers an upload of %s once, with 400', async (_name, boundary, body) => {
    const response = await fetch(`${bench.url}/v1/files`, {
      method: 'POST',
      headers: { authorization: 'Bearer sk_test_bench', 'content-type': `multipart/form-data; ${boundary}` },
      body,
    })
    expect(response.status).toBe(400)
    expect(await response.json()).toHaveProperty('error.message')
  })

  it('filters the list by purpose', async () => {
    await stripe.files.create({
      purpose: 'business_logo',
      file: { name: 'l.png', type: 'image/png', data: PNG },
    })
    const { data } = await stripe.files.list({ purpose: 'business_logo' })
    expect(data.map((file) => file.filename)).toEqual(['l.png'])
  })
})
