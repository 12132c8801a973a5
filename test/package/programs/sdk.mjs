// Uses a Stripe SDK as programs do that know nothing of an offline Stripe. Its module's name is the first argument.
const { default: Stripe } = await import(process.argv[2])
// The options of the client, if any, follow as JSON.
const stripe = new Stripe('sk_test_program', JSON.parse(process.argv[3] ?? '{}'))

const account = await stripe.accounts.create({ type: 'custom', country: 'US', business_type: 'individual' })
const file = await stripe.files.create({
  purpose: 'identity_document',
  file: {
    name: 'passport.png',
    type: 'image/png',
    data: Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex'),
  },
})
const changed = await stripe.accounts.update(account.id, {
  individual: { verification: { document: { front: file.id } } },
})
const { data } = await stripe.accounts.list({ limit: 1 })
process.stdout.write(
  JSON.stringify({
    listed: data[0]?.id === account.id,
    document: changed.individual.verification.document.front === file.id,
  }),
)
