import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { CHART_HEIGHT, columnChart } from '../../src/oversight/column-chart.ts'

describe('a chart of columns', () => {
  it('draws a column as high as its count on a scale of round numbers', () => {
    const chart = columnChart([[0, 3, 12]])
    expect(chart.gridlines.map(({ value }) => value)).toEqual([15, 10, 5, 0])
    expect(chart.columns.map(({ index }) => index)).toEqual([1, 2])
    expect(chart.columns[0]?.segments[0]?.height).toBeCloseTo((3 / 15) * CHART_HEIGHT)
  })

  it('stacks the series from the bottom up, in their order', () => {
    const [column] = columnChart([[3], [1]]).columns
    expect(column?.segments).toEqual([
      { series: 0, y: 25, height: 75 },
      { series: 1, y: 0, height: 25 },
    ])
  })

  it('has a scale even when nothing happened', () => {
    const chart = columnChart([[0, 0]])
    expect(chart.columns).toEqual([])
    expect(chart.gridlines).toEqual([
      { value: 1, y: 0 },
      { value: 0, y: CHART_HEIGHT },
    ])
  })

  it('keeps every column inside the drawing, under whole-numbered lines', () => {
    const counts = fc.array(fc.tuple(fc.nat(100_000), fc.nat(50)), { minLength: 1, maxLength: 90 })
    fc.assert(
      fc.property(counts, (pairs) => {
        const chart = columnChart([pairs.map(([a]) => a), pairs.map(([, b]) => b)])
        expect(chart.gridlines.length).toBeLessThanOrEqual(5)
        expect(chart.gridlines.every(({ value }) => Number.isInteger(value))).toBe(true)
        for (const { x, width, segments } of chart.columns) {
          expect(x + width).toBeLessThanOrEqual(chart.width)
          for (const { y, height } of segments) {
            expect(y).toBeGreaterThanOrEqual(-1e-9)
            expect(y + height).toBeLessThanOrEqual(CHART_HEIGHT + 1e-9)
          }
        }
      }),
    )
  })
})
