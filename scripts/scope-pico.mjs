/**
 * Pico styles every element of a page. Ours stand inside pages of others, whose header and menus are to look as they
 * did: this gives every rule of Pico's the scope that our own have, `.connect`.
 */
import { readFileSync } from 'node:fs'
import path from 'node:path'
import postcss from 'postcss'
import { root } from './set-up.mjs'

/** @returns the text of `pico.css` as it is served */
export function scopedPico() {
  const from = path.join(root, 'node_modules', '@picocss', 'pico', 'css', 'pico.css')
  const css = postcss.parse(readFileSync(from, 'utf8'), { from })
  css.walkRules((rule) => {
    if (rule.parent.name === 'keyframes') return
    const selectors = rule.selectors.flatMap(scopedSelector)
    if (selectors.length > 0) rule.selectors = selectors
    else rule.remove()
  })
  css.walkComments((comment) => {
    if (!comment.text.startsWith('!')) comment.remove()
  })
  return css.toString()
}

/** What Pico says of the whole document holds for our part of it; what it says of the body's own children, for nothing. */
function scopedSelector(selector) {
  if (/^(:where\()?:host|^body/.test(selector)) return []
  if (selector === '*') return ['.connect', '.connect *']
  if (selector === ':root' || selector === ':where(:root)') return ['.connect']
  const theme = selector.match(/^(?::root:not\([^)]*\)|\[data-theme=\w+\])/)?.[0]
  return theme ? [`${theme} .connect${selector.slice(theme.length)}`] : [`.connect ${selector}`]
}
