/**
 * The members of a header that is a list, e.g. `Connection: close, x-hop`.
 *
 * @see https://www.rfc-editor.org/rfc/rfc9110#name-lists-rule-abnf-extension
 * @module
 */
export function listed(header = ''): string[] {
  return header
    .split(',')
    .map((member) => member.trim())
    .filter(Boolean)
}
