/** The administrator's pages need these on top of the stylesheets of all pages. */
export const STYLESHEETS = ['oversight.css', 'oversight-tables.css']

/** The stylesheets of a page with charts. */
export const CHART_STYLESHEETS = [...STYLESHEETS, 'oversight-charts.css']
