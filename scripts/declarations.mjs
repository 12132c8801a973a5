/** Chooses the package's declarations: those that a program can reach through an entry point, and no others. */
import { readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'

/** A relative import in a declaration, where the compiler keeps the sources' `.ts`. */
const RELATIVE = /((?:from|import\()\s*)(['"])(\.{1,2}\/[^'"]+)\.ts\2/g

/**
 * Copies the declarations of entry points and of every module that they import.
 *
 * @param declared the folder with the declarations of all sources
 * @param target the package's folder
 * @param entries paths without ending, e.g. `src/index`
 */
export function copyDeclarations(declared, target, entries) {
  const copied = new Set()
  const copy = (module) => {
    if (copied.has(module)) return
    copied.add(module)
    const text = readFileSync(path.join(declared, `${module}.d.ts`), 'utf8')
    for (const [, , , name] of text.matchAll(RELATIVE))
      copy(path.posix.join(path.posix.dirname(module), name))
    const file = path.join(target, `${module}.d.ts`)
    writeFileSync(file, text.replaceAll(RELATIVE, '$1$2$3.js$2'))
  }
  for (const entry of entries) copy(entry)
}
