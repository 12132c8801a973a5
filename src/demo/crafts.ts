/** What a demo seller makes, with Stripe's merchant category code for it. */
export interface Craft {
  /** Follows the seller's family name in the business name. */
  workshop: string
  description: string
  mcc: string
  /** What the seller earns in an ordinary week, in units of a currency about as strong as the euro. */
  weekly: number
  /** What the seller does to make a thing, before `by` and a name. */
  made: string
  /** What the seller offers in the market, with its price in euros. */
  things: readonly [Thing, ...Thing[]]
  /** How each of the things can look. */
  finishes: readonly [string, ...string[]]
}

type Thing = readonly [name: string, euros: number]

export const CRAFTS: readonly [Craft, ...Craft[]] = [
  {
    workshop: 'Pottery',
    description: 'Hand-thrown stoneware for the table',
    mcc: '5719',
    weekly: 420,
    made: 'Thrown and fired',
    things: [
      ['Mug', 26],
      ['Serving bowl', 48],
      ['Teapot', 74],
      ['Dinner plate', 34],
    ],
    finishes: ['speckled white', 'celadon', 'cobalt', 'ash glaze', 'tenmoku'],
  },
  {
    workshop: 'Woodwork',
    description: 'Spoons, boards and bowls carved from storm-felled trees',
    mcc: '5970',
    weekly: 310,
    made: 'Carved',
    things: [
      ['Serving board', 58],
      ['Fruit bowl', 82],
      ['Coffee scoop', 18],
      ['Salad servers', 36],
    ],
    finishes: ['walnut', 'oak', 'cherry', 'maple', 'elm'],
  },
  {
    workshop: 'Weaving',
    description: 'Blankets and scarves woven on a floor loom',
    mcc: '5949',
    weekly: 260,
    made: 'Woven on a floor loom',
    things: [
      ['Wool blanket', 145],
      ['Scarf', 54],
      ['Cushion cover', 42],
      ['Table runner', 38],
    ],
    finishes: ['indigo', 'madder red', 'undyed', 'moss green', 'grey twill'],
  },
  {
    workshop: 'Leather',
    description: 'Satchels and belts, cut and stitched by hand',
    mcc: '5948',
    weekly: 540,
    made: 'Cut and stitched',
    things: [
      ['Satchel', 190],
      ['Belt', 62],
      ['Card holder', 34],
      ['Key fob', 14],
    ],
    finishes: ['chestnut', 'black', 'natural', 'oxblood', 'olive'],
  },
  {
    workshop: 'Jewellery',
    description: 'Silver rings and pendants made to order',
    mcc: '5944',
    weekly: 780,
    made: 'Made to order',
    things: [
      ['Ring', 85],
      ['Pendant', 110],
      ['Stud earrings', 48],
      ['Bangle', 130],
    ],
    finishes: ['hammered', 'brushed', 'polished', 'oxidised', 'with moonstone'],
  },
  {
    workshop: 'Bindery',
    description: 'Notebooks bound in cloth and marbled paper',
    mcc: '5943',
    weekly: 190,
    made: 'Sewn and bound',
    things: [
      ['Notebook', 24],
      ['Sketchbook', 32],
      ['Photo album', 56],
      ['Address book', 22],
    ],
    finishes: ['blue linen', 'combed marbling', 'red cloth', 'grey linen', 'shell marbling'],
  },
  {
    workshop: 'Glass',
    description: 'Blown glass: carafes, tumblers and small lamps',
    mcc: '5950',
    weekly: 610,
    made: 'Blown',
    things: [
      ['Carafe', 68],
      ['Pair of tumblers', 44],
      ['Table lamp', 160],
      ['Bud vase', 29],
    ],
    finishes: ['clear', 'smoke', 'amber', 'sea green', 'rose'],
  },
  {
    workshop: 'Prints',
    description: 'Linocuts and letterpress in small editions',
    mcc: '5971',
    weekly: 230,
    made: 'Printed in a small edition',
    things: [
      ['Linocut', 46],
      ['Set of cards', 16],
      ['Letterpress poster', 38],
      ['Calendar', 24],
    ],
    finishes: ['hares', 'harbour', 'winter trees', 'swifts', 'allotment'],
  },
  {
    workshop: 'Toys',
    description: 'Wooden animals and puzzles for small hands',
    mcc: '5945',
    weekly: 350,
    made: 'Carved and oiled',
    things: [
      ['Pull-along', 39],
      ['Puzzle', 28],
      ['Stacking blocks', 33],
      ['Rattle', 17],
    ],
    finishes: ['bear', 'whale', 'hedgehog', 'fox', 'elephant'],
  },
  {
    workshop: 'Candles',
    description: 'Beeswax candles, dipped and moulded',
    mcc: '5947',
    weekly: 170,
    made: 'Made of pure beeswax',
    things: [
      ['Pair of tapers', 14],
      ['Pillar candle', 21],
      ['Set of four votives', 19],
      ['Candle in a jar', 26],
    ],
    finishes: ['natural', 'ivory', 'lavender', 'forest green', 'cinnamon'],
  },
]
