/** Text of a page that is already escaped. */
export class Html {
  readonly text: string

  constructor(text: string) {
    this.text = text
  }
}

type Part = string | number | Html | readonly Html[] | undefined

const ENTITIES: Record<string, string> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
}

function render(part: Part): string {
  if (part === undefined) return ''
  if (part instanceof Html) return part.text
  if (typeof part === 'object') return part.map((it) => it.text).join('\n')
  return String(part).replace(/[&<>"']/g, (character) => ENTITIES[character] ?? character)
}

/**
 * A template that escapes every value, except another template.
 *
 * @example
 * html`<h1>${title}</h1>`
 */
export function html(parts: TemplateStringsArray, ...values: readonly Part[]): Html {
  return new Html(parts.reduce((text, part, index) => text + render(values[index - 1]) + part))
}
