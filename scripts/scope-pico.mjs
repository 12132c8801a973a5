/**
 * Pico styles every element of a page. The module's pages stand inside other apps' pages, whose header and menus must keep
 * their look, so this limits every rule of Pico to `.connect`, as our own rules are.
 */
import { readFileSync } from 'node:fs'
import path from 'node:path'
import postcss from 'postcss'
import { root } from './set-up.mjs'

/** @returns the text of the served `pico.css` */
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

/** Pico's rules for the whole document apply to our part of it; its rules for the body's own children apply to nothing. */
function scopedSelector(selector) {
  if (/^(:where\()?:host|^body/.test(selector)) return []
  if (selector === '*') return ['.connect', '.connect *']
  if (selector === ':root' || selector === ':where(:root)') return ['.connect']
  const theme = selector.match(/^(?::root:not\([^)]*\)|\[data-theme=\w+\])/)?.[0]
  return theme ? [`${theme} .connect${selector.slice(theme.length)}`] : [`.connect ${selector}`]
}
