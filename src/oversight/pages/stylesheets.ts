/** What the administrator's pages look like beyond the look that all pages share. */
export const STYLESHEETS = ['oversight.css', 'oversight-tables.css']

/** The same with charts. */
export const CHART_STYLESHEETS = [...STYLESHEETS, 'oversight-charts.css']
