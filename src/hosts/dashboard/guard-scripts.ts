/**
 * Leaves the scripts within pages as they are. Dashboard makes each shorter with UglifyJS, which works out what it can beforehand:
 * a hundred letters that double a text keep it busy for minutes. Of what is no JavaScript, such as JSON, nothing would be left.
 *
 * @module
 */
import { randomUUID } from 'node:crypto'
import { dashboardUglify } from './dashboard.ts'

/** Stands for `</` within a script: Dashboard takes the first for the script's end, even within a text. */
const END = `<${randomUUID()}`

const guarded = new WeakSet<object>()

/** Makes Dashboard write the scripts of a page as they came. */
export function guardScripts(): void {
  const uglify = dashboardUglify()
  if (guarded.has(uglify)) return
  guarded.add(uglify)
  const { minify } = uglify
  // Other modules may share it, and say what they want. For an empty text, Dashboard would write the object.
  uglify.minify = (script, options) => (options ? minify(script, options) : { code: withEnds(script) || ' ' })
}

/** The script as Dashboard may read it, before it is handed to the function above. */
export function withoutEnds(script: string): string {
  return script.replaceAll('</', END)
}

function withEnds(script: string): string {
  return script.replaceAll(END, '</')
}
