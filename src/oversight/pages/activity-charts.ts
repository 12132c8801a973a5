/**
 * The charts of the marketplace's activity. Each has its numbers in a table too, for people who cannot see the chart.
 *
 * @module
 */
import { startOf } from '../../core/days.ts'
import type { Translator } from '../../messages/translator.ts'
import type { Activity } from '../activity.ts'
import { type ColumnChart, columnChart } from '../column-chart.ts'

interface Series {
  /** Names the colour: `series-<kind>`. */
  kind: 'plain' | 'failed'
  label: string
  counts: readonly number[]
}

export interface ActivityChart {
  id: string
  title: string
  /** The chart in one sentence, which screen readers announce as its name. */
  summary: string
  drawing: Omit<ColumnChart, 'columns'> & {
    columns: {
      x: number
      width: number
      label: string
      segments: { kind: string; y: number; height: number }[]
    }[]
  }
  /** Empty for a single series, which needs no legend. */
  legend: { kind: string; label: string }[]
  /** The dates under the chart, from left to right. */
  axis: Date[]
  /** Days with any activity, the latest first. */
  rows: { day: Date; counts: number[] }[]
}

/** A chart of registrations, one of accounts that Stripe approved, and one of payouts that were sent or failed. */
export function activityCharts(activity: Activity, messages: Translator): ActivityChart[] {
  const registrations: Series = {
    kind: 'plain',
    label: messages.text('oversight.chart.registrations'),
    counts: activity.registrations,
  }
  const approvals: Series = {
    kind: 'plain',
    label: messages.text('oversight.chart.approvals'),
    counts: activity.approvals,
  }
  const payouts: Series = {
    kind: 'plain',
    label: messages.text('oversight.chart.payouts.sent'),
    counts: activity.payouts,
  }
  const failed: Series = {
    kind: 'failed',
    label: messages.text('oversight.chart.payouts.failed'),
    counts: activity.failedPayouts,
  }
  return [
    {
      id: 'registrations',
      title: messages.text('oversight.chart.registrations'),
      summary: messages.text('oversight.chart.registrations.summary', {
        days: activity.days.length,
        count: total(registrations),
      }),
      ...draw(activity.days, [registrations], messages),
    },
    {
      id: 'approvals',
      title: messages.text('oversight.chart.approvals'),
      summary: messages.text('oversight.chart.approvals.summary', {
        days: activity.days.length,
        count: total(approvals),
      }),
      ...draw(activity.days, [approvals], messages),
    },
    {
      id: 'payouts',
      title: messages.text('oversight.chart.payouts'),
      summary: messages.text('oversight.chart.payouts.summary', {
        days: activity.days.length,
        count: total(payouts),
        failed: total(failed),
      }),
      ...draw(activity.days, [payouts, failed], messages),
    },
  ]
}

function draw(
  days: readonly string[],
  series: readonly Series[],
  messages: Translator,
): Omit<ActivityChart, 'id' | 'title' | 'summary'> {
  const dates = days.map(startOf)
  const { columns, ...frame } = columnChart(series.map(({ counts }) => counts))
  const rows = dates
    .map((day, index) => ({ day, counts: series.map(({ counts }) => counts[index] ?? 0) }))
    .filter(({ counts }) => counts.some((count) => count > 0))
  return {
    drawing: {
      ...frame,
      columns: columns.map(({ index, x, width, segments }) => ({
        x,
        width,
        label: columnLabel(dates[index], index, series, messages),
        segments: segments.map(({ series: number, y, height }) => ({
          kind: series[number]?.kind ?? 'plain',
          y,
          height,
        })),
      })),
    },
    legend: series.length > 1 ? series.map(({ kind, label }) => ({ kind, label })) : [],
    axis: [dates[0], dates[Math.floor(dates.length / 2)], dates.at(-1)].filter((day) => day !== undefined),
    rows: rows.toReversed(),
  }
}

/** The tooltip of a column: '3 November 2026: Registrations 4'. */
function columnLabel(
  day: Date | undefined,
  index: number,
  series: readonly Series[],
  messages: Translator,
): string {
  const counts = series
    .filter(({ counts }) => counts[index])
    .map(({ label, counts }) => `${label} ${messages.number(counts[index] ?? 0)}`)
  return `${day ? messages.date(day) : ''}: ${counts.join(', ')}`
}

function total({ counts }: Series): number {
  return counts.reduce((sum, count) => sum + count, 0)
}
