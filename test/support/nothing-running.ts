/**
 * Before each file of tests: nothing runs in this process and nothing was turned on by a handler that was loaded, whatever
 * the files before it did in the same one.
 *
 * @module
 */
Reflect.deleteProperty(globalThis, Symbol.for('@layeredapps/stripe-connect/running'))
