/**
 * The geometry of a chart of counts, one column a day, so that the server can draw it as SVG without a script.
 * Labels are not part of the drawing: the page stretches it to its width, and would stretch the text too.
 *
 * @module
 */

/** Height of the drawing in SVG units. A column with its gap is {@link COLUMN_PITCH} units wide. */
export const CHART_HEIGHT = 100
const COLUMN_PITCH = 10
const COLUMN_WIDTH = 7

/** One part of a column: the count of one series on one day. */
interface ColumnSegment {
  /** Index of the series. */
  series: number
  y: number
  height: number
}

interface Column {
  /** Index of the day. */
  index: number
  x: number
  width: number
  /** From the bottom up. A count of 0 has no segment. */
  segments: ColumnSegment[]
}

export interface ColumnChart {
  width: number
  height: number
  /** A day with no counts has no column. */
  columns: Column[]
  /** Horizontal lines from the top down: round numbers, the last of them 0. */
  gridlines: { y: number; value: number }[]
}

/**
 * @param series counts per day, all of the same length, stacked in this order from the bottom up
 * @example
 * columnChart([activity.payouts, activity.failedPayouts])
 */
export function columnChart(series: readonly (readonly number[])[]): ColumnChart {
  const days = series[0]?.length ?? 0
  const heights = Array.from({ length: days }, (_, day) =>
    series.reduce((sum, counts) => sum + (counts[day] ?? 0), 0),
  )
  const step = gridStep(Math.max(0, ...heights))
  const top = Math.max(1, Math.ceil(Math.max(0, ...heights) / step)) * step
  const scale = CHART_HEIGHT / top
  const columns = heights.flatMap((total, index) =>
    total === 0
      ? []
      : [{ index, x: index * COLUMN_PITCH, width: COLUMN_WIDTH, segments: stack(series, index, scale) }],
  )
  const gridlines = Array.from({ length: top / step + 1 }, (_, line) => {
    const value = top - line * step
    return { value, y: CHART_HEIGHT - value * scale }
  })
  return { width: days * COLUMN_PITCH, height: CHART_HEIGHT, columns, gridlines }
}

function stack(series: readonly (readonly number[])[], day: number, scale: number): ColumnSegment[] {
  const segments: ColumnSegment[] = []
  let bottom = CHART_HEIGHT
  for (const [index, counts] of series.entries()) {
    const height = (counts[day] ?? 0) * scale
    if (height === 0) continue
    bottom -= height
    segments.push({ series: index, y: bottom, height })
  }
  return segments
}

/** The smallest of 1, 2, 5, 10, 20, 50, ... that needs at most four lines above the zero line. */
function gridStep(highest: number): number {
  for (let power = 1; ; power *= 10) {
    for (const digit of [1, 2, 5]) if (highest / (digit * power) <= 4) return digit * power
  }
}
