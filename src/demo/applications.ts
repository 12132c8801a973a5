/**
 * The API parameters with which the demo's sellers describe themselves to Stripe.
 *
 * @module
 */
import type { Stripe } from 'stripe'
import type { Seller } from './cast.ts'
import type { BankNumber } from './place.ts'

/** The account as the platform opens it, before the seller gives any information. */
export function opening({ place, email, accountid }: Seller, appid: string): Stripe.AccountCreateParams {
  return {
    country: place.country,
    business_type: 'individual',
    email,
    controller: {
      fees: { payer: 'application' },
      losses: { payments: 'application' },
      requirement_collection: 'application',
      stripe_dashboard: { type: 'none' },
    },
    capabilities: { card_payments: { requested: true }, transfers: { requested: true } },
    metadata: { accountid, appid },
  }
}

/** Who the seller is and what they sell. */
export function details(seller: Seller): Stripe.AccountUpdateParams {
  const { business, craft, website } = seller
  return {
    business_profile: {
      name: business,
      mcc: craft.mcc,
      product_description: craft.description,
      url: website,
    },
    individual: individual(seller),
    ...(seller.place.country === 'US' && { settings: descriptors(business) }),
  }
}

/** What a seller gives last: the bank account, a document and the agreement. */
export function submission(seller: Seller, bank: BankNumber, at: number): Stripe.AccountUpdateParams {
  return {
    external_account: bankAccount(seller, bank),
    individual: { verification: { document: { front: document(seller) } } },
    tos_acceptance: { date: at, ip: '203.0.113.24', user_agent: 'Mozilla/5.0 (demo)' },
  }
}

export function bankAccount({ place, given, family }: Seller, bank: BankNumber) {
  return {
    object: 'bank_account' as const,
    country: place.country,
    currency: place.currency,
    account_holder_name: family.kana ? `${family.kana}\u3000${given.kana}` : `${given.latin} ${family.latin}`,
    account_holder_type: 'individual' as const,
    ...bank,
  }
}

/** @see https://docs.stripe.com/connect/testing#test-file-tokens */
function document({ fate }: Seller): string {
  return fate === 'refused' ? 'file_identity_document_failure' : 'file_identity_document_success'
}

function individual({ place, given, family, town, line1, born, email }: Seller) {
  const address =
    'streets' in town
      ? {
          address: {
            country: place.country,
            line1,
            city: town.city,
            postal_code: town.postal_code,
            ...(town.state && { state: town.state }),
          },
        }
      : {
          address_kana: { country: place.country, ...town.kana },
          address_kanji: { country: place.country, ...town.kanji },
        }
  const name =
    given.kana && given.kanji && family.kana && family.kanji
      ? {
          first_name_kana: given.kana,
          first_name_kanji: given.kanji,
          last_name_kana: family.kana,
          last_name_kanji: family.kanji,
        }
      : { first_name: given.latin, last_name: family.latin }
  const number = place.country === 'US' ? { id_number: '123456789' } : {}
  return { ...name, ...address, ...number, dob: born, email, phone: place.phone }
}

/** The text on buyers' statements, in the letters and the length that Stripe allows. */
function descriptors(business: string): NonNullable<Stripe.AccountUpdateParams['settings']> {
  const letters = business.toUpperCase().replace(/[^A-Z ]/g, '')
  return {
    payments: { statement_descriptor: letters.slice(0, 22).trim() },
    card_payments: { statement_descriptor_prefix: letters.replace(/ /g, '').slice(0, 10) },
  }
}
