/**
 * Finds what Dashboard takes for the name of a file when it reads a page. It puts any file of the machine into the page's place, or
 * into the page, and reads devices until memory ends.
 *
 * @module
 */

/** Dashboard looks for these letters, whatever stands before them: a quote, or a `<`, means nothing to it. */
const NAVIGATION = / data-navbar="([^"]*)/g

/** Whether Dashboard would read a file that the text names: in place of the text, or a navigation outside of the folder of such. */
export function namesFile(html: string): boolean {
  if (html.startsWith('/')) return true
  return [...html.matchAll(NAVIGATION)].some(([, name = '']) => name.includes('..'))
}
