/**
 * The sellers of the demo's marketplace, and how each one's registration went.
 *
 * @module
 */
import { CRAFTS, type Craft } from './crafts.ts'
import type { Name, Place, Town } from './place.ts'
import { PLACES } from './places.ts'
import { Random } from './random.ts'

/** How a seller's registration went. */
type Fate =
  | 'new'
  | 'unfinished'
  | 'in-review'
  | 'active'
  /** Active, and Stripe asks for something by a deadline. */
  | 'information-due'
  /** Stripe refused a document. */
  | 'refused'
  /** The seller never gave what Stripe asked for. */
  | 'overdue'
  | 'rejected'

export interface Seller {
  /** The person who signs in. */
  accountid: string
  email: string
  given: Name
  family: Name
  place: Place
  town: Town
  /** In a town with streets: the house number and the street, in the country's order. */
  line1: string
  born: { day: number; month: number; year: number }
  craft: Craft
  business: string
  website: string
  fate: Fate
  /** How many days before today the registration began. */
  daysAgo: number
  /** Payouts to the first bank account fail; `repaired` means that the seller gave another one later. */
  bankTrouble: 'none' | 'repaired' | 'standing'
}

/** The fates of three leading sellers, one in each country, so that every demo has them. */
const LEADS: Record<string, Pick<Seller, 'fate' | 'daysAgo' | 'bankTrouble'>> = {
  US: { fate: 'active', daysAgo: 81, bankTrouble: 'repaired' },
  GB: { fate: 'information-due', daysAgo: 64, bankTrouble: 'none' },
  DE: { fate: 'refused', daysAgo: 6, bankTrouble: 'none' },
}

/** How many of the other sellers meet each fate; the rest are active. */
const FATES: [Fate, number][] = [
  ['new', 4],
  ['unfinished', 6],
  ['in-review', 4],
  ['information-due', 5],
  ['refused', 3],
  ['overdue', 2],
  ['rejected', 3],
]

/** Fates that take some weeks. Only a recent seller can have one of the others. */
const LONG = new Set<Fate>(['active', 'information-due', 'overdue', 'rejected'])

/** The sellers, the same at every call. The leading sellers, whose sign-ins are printed, come first. */
export function cast(): Seller[] {
  const random = new Random(1848)
  const homes = PLACES.flatMap((place) => Array.from({ length: place.sellers }, (_, nth) => ({ place, nth })))
  const fates = random.shuffled(
    [
      ...FATES.flatMap(([fate, count]) => Array<Fate>(count).fill(fate)),
      ...Array<Fate>(homes.length).fill('active'),
    ].slice(0, homes.length),
  )
  const sellers = homes.map(({ place, nth }, index) => {
    const lead = nth === 0 ? LEADS[place.country] : undefined
    const fate = lead?.fate ?? fates[index] ?? 'active'
    return seller(random, place, nth, {
      fate,
      daysAgo: daysAgo(random, fate),
      bankTrouble: bankTrouble(random, fate),
      ...lead,
    })
  })
  const isLead = ({ place, given }: Seller) => place.country in LEADS && given === place.given[0]
  return [...sellers.filter(isLead), ...sellers.filter((one) => !isLead(one))]
}

function seller(
  random: Random,
  place: Place,
  nth: number,
  story: Pick<Seller, 'fate' | 'daysAgo' | 'bankTrouble'>,
): Seller {
  const given = place.given[nth % place.given.length] ?? place.given[0]
  const family = place.family[nth % place.family.length] ?? place.family[0]
  const town = random.pick(place.towns)
  const craft = random.pick(CRAFTS)
  const handle = `${plain(given.latin)}.${plain(family.latin)}`
  return {
    accountid: `account_demo_${place.country.toLowerCase()}_${nth + 1}`,
    email: `${handle}@example.com`,
    given,
    family,
    place,
    town,
    line1: 'streets' in town ? house(random, place, random.pick(town.streets)) : town.kanji.line1,
    born: { day: random.between(1, 28), month: random.between(1, 12), year: random.between(1958, 2001) },
    craft,
    business: `${family.latin} ${craft.workshop}`,
    website: `https://${plain(family.latin)}-${craft.workshop.toLowerCase()}.example.com`,
    ...story,
  }
}

function house(random: Random, place: Place, street: string): string {
  const number = random.between(1, 88)
  return place.numberFirst ? `${number} ${street}` : `${street} ${number}`
}

/** More sellers are recent than early, because a market grows. */
function daysAgo(random: Random, fate: Fate): number {
  if (!LONG.has(fate)) return random.between(0, 12)
  return 20 + Math.floor(68 * random.next() ** 1.4)
}

function bankTrouble(random: Random, fate: Fate): Seller['bankTrouble'] {
  const chance = fate === 'active' ? random.next() : 1
  if (chance < 0.15) return 'repaired'
  return chance < 0.25 ? 'standing' : 'none'
}

/** A name as an address spells it: without accents, in lower case. */
function plain(name: string): string {
  return name
    .normalize('NFD')
    .replace(/ß/g, 'ss')
    .replace(/[^A-Za-z-]/g, '')
    .toLowerCase()
}
