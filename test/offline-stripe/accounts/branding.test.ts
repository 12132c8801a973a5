import type Stripe from 'stripe'
import { describe, expect, it } from 'vitest'
import { PNG, startBench } from '../support.ts'

const { stripe } = await startBench()
const { id } = await stripe.accounts.create({ type: 'custom', country: 'US' })

async function upload(purpose: Stripe.FileCreateParams.Purpose): Promise<string> {
  const file = await stripe.files.create({
    purpose,
    file: { name: 'a.png', type: 'image/png', data: PNG },
  })
  return file.id
}

const change = (settings: Stripe.AccountUpdateParams.Settings) => stripe.accounts.update(id, { settings })

describe('branding', () => {
  it('takes uploaded pictures and colors, and gives them up again', async () => {
    const branding = {
      icon: await upload('business_icon'),
      logo: await upload('business_logo'),
      primary_color: '#FF8800',
      secondary_color: '#f80',
    }
    expect((await change({ branding })).settings?.branding).toEqual(branding)
    const { settings } = await stripe.accounts.retrieve(id, { expand: ['settings.branding.icon'] })
    expect(settings?.branding.icon).toMatchObject({ object: 'file', purpose: 'business_icon' })
    expect((await change({ branding: { icon: '', primary_color: '' } })).settings?.branding).toMatchObject({
      icon: null,
      primary_color: null,
    })
  })

  it.each(['icon', 'logo'])('refuses as its %s what is no picture for it', async (name) => {
    const document = await upload('identity_document')
    const param = `settings[branding][${name}]`
    for (const missing of ['file_none', 'file_identity_document_success'])
      await expect(change({ branding: { [name]: missing } })).rejects.toMatchObject({
        ...{ statusCode: 400, code: 'resource_missing', param },
      })
    await expect(change({ branding: { [name]: document } })).rejects.toMatchObject({ statusCode: 400, param })
  })

  it.each(['primary_color', 'secondary_color'])('refuses as its %s what is no color', async (name) => {
    for (const color of ['red', 'ff8800', '#ff88', '#gg0000'])
      await expect(change({ branding: { [name]: color } })).rejects.toMatchObject({
        ...{ statusCode: 400, param: `settings[branding][${name}]` },
      })
  })
})

it('settings for PayPay take uploaded files only', async () => {
  const files: Stripe.AccountUpdateParams.Settings.PaypayPayments[] = [
    { additional_files: ['file_none'] },
    { site: { restricted: { payment_flow_file: 'file_none' }, type: 'restricted' } },
  ]
  for (const paypay_payments of files)
    await expect(change({ paypay_payments })).rejects.toMatchObject({ code: 'resource_missing' })
})
