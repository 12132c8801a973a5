/** What the administrator's pages look like beyond the look that all pages share. */
export const STYLESHEETS = ['oversight.css']
