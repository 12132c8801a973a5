/** A lesson, kept in memory only: this example is about payments. */
export interface Lesson {
  title: string
  teacher: string
  instrument: (typeof INSTRUMENTS)[number]
  /** In US dollars for half an hour. */
  price: number
  /** The Stripe account that is paid for the lesson; undefined for the lessons that the example starts with. */
  stripeid?: string | undefined
}

export const INSTRUMENTS = ['guitar', 'piano', 'violin', 'voice'] as const

/** Newest first. */
export const lessons: Lesson[] = [
  { title: 'First chords, no reading needed', teacher: 'Mira Okafor', instrument: 'guitar', price: 24 },
  { title: 'Bach for patient hands', teacher: 'Jonas Weiler', instrument: 'piano', price: 38 },
  { title: 'Fiddle tunes by ear', teacher: 'Aoife Brannigan', instrument: 'violin', price: 30 },
  { title: 'Sing without straining', teacher: 'Lucía Ferrer', instrument: 'voice', price: 32 },
]

/** The lesson that the form posted, or what is wrong with it. */
export function readLesson(
  { title = '', instrument = '', price = '' }: Partial<Record<string, unknown>> = {},
  teacher: string,
  stripeid: string | undefined,
): { lesson?: Lesson; problem?: string } {
  const name = String(title).trim()
  const known = INSTRUMENTS.find((it) => it === instrument)
  const dollars = Number(price)
  if (!name || name.length > 60) return { problem: 'Say in up to 60 letters what you teach.' }
  if (!known) return { problem: 'Choose an instrument.' }
  if (!Number.isInteger(dollars) || dollars < 1 || dollars > 500)
    return { problem: 'Give a price from 1 to 500 dollars.' }
  // The gate lets people pass while their Stripe accounts are unknown.
  if (stripeid === undefined)
    return { problem: 'Whether you can be paid is not known at the moment: try again soon.' }
  return { lesson: { title: name, teacher, instrument: known, price: dollars, stripeid } }
}
