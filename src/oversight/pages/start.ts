import { z } from 'zod'
import { ADMINISTRATOR_PAGES } from '../../core/addresses.ts'
import { link } from '../../web/link.ts'
import { page } from '../../web/route.ts'
import { activity } from '../activity.ts'
import { listedDecisions } from '../decisions.ts'
import { figures } from '../figures.ts'
import { activityCharts } from './activity-charts.ts'
import { toDo } from './to-do.ts'

const SHOWN_DECISIONS = 10

/** The marketplace at a glance. */
export const start = page({
  path: ADMINISTRATOR_PAGES.start,
  audience: 'administrator',
  query: z.object({}),
  async load(context) {
    const [numbers, days, decisions] = await Promise.all([
      figures(context),
      activity(context),
      listedDecisions(context, {}, SHOWN_DECISIONS),
    ])
    return {
      view: 'oversight/start',
      data: {
        title: context.messages.text('oversight.start.title'),
        figures: numbers,
        statuses: numbers.byStatus.map(({ status, count }) => ({
          status,
          count,
          address: link(ADMINISTRATOR_PAGES.accounts, { status }),
        })),
        countries: numbers.byCountry.map(({ country, count }) => ({
          country,
          count,
          address: link(ADMINISTRATOR_PAGES.accounts, { country }),
        })),
        todo: toDo(numbers, context.messages),
        charts: activityCharts(days, context.messages),
        paidOut: days.paidOut,
        decisions,
      },
    }
  },
})
