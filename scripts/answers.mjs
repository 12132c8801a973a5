/**
 * Makes `public/answers.js`: the rules of the fields for browsers, where answers go to Stripe alone (`STRIPE_JS=3`).
 */
import path from 'node:path'
import { rolldown } from 'rolldown'
import { root } from './set-up.mjs'

const input = path.join(root, 'src', 'registration', 'tokens', 'prepare.ts')
const output = { file: path.join(root, 'public', 'answers.js'), format: 'esm', minify: true }

/** @throws Error when the rules need something that browsers do not have */
export async function bundleAnswers() {
  const bundle = await rolldown({
    input,
    platform: 'browser',
    external: /^node:/,
    // What nothing uses is left out, and with it what Node alone has.
    treeshake: { moduleSideEffects: false },
  })
  const { output: chunks } = await bundle.write(output)
  await bundle.close()
  const foreign = chunks.flatMap(({ imports }) => imports ?? [])
  if (foreign.length > 0) throw new Error(`public/answers.js cannot have ${foreign.join(', ')}`)
}
