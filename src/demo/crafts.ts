/** What a demo seller makes, with Stripe's merchant category code for it. */
export interface Craft {
  /** Follows the seller's family name in the business name. */
  workshop: string
  description: string
  mcc: string
  /** What the seller earns in an ordinary week, in units of a currency about as strong as the euro. */
  weekly: number
}

export const CRAFTS: readonly [Craft, ...Craft[]] = [
  { workshop: 'Pottery', description: 'Hand-thrown stoneware for the table', mcc: '5719', weekly: 420 },
  {
    workshop: 'Woodwork',
    description: 'Spoons, boards and bowls carved from storm-felled trees',
    mcc: '5970',
    weekly: 310,
  },
  {
    workshop: 'Weaving',
    description: 'Blankets and scarves woven on a floor loom',
    mcc: '5949',
    weekly: 260,
  },
  {
    workshop: 'Leather',
    description: 'Satchels and belts, cut and stitched by hand',
    mcc: '5948',
    weekly: 540,
  },
  { workshop: 'Jewellery', description: 'Silver rings and pendants made to order', mcc: '5944', weekly: 780 },
  {
    workshop: 'Bindery',
    description: 'Notebooks bound in cloth and marbled paper',
    mcc: '5943',
    weekly: 190,
  },
  {
    workshop: 'Glass',
    description: 'Blown glass: carafes, tumblers and small lamps',
    mcc: '5950',
    weekly: 610,
  },
  { workshop: 'Prints', description: 'Linocuts and letterpress in small editions', mcc: '5971', weekly: 230 },
  { workshop: 'Toys', description: 'Wooden animals and puzzles for small hands', mcc: '5945', weekly: 350 },
  { workshop: 'Candles', description: 'Beeswax candles, dipped and moulded', mcc: '5947', weekly: 170 },
]
