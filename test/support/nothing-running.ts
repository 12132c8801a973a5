/**
 * Before each test file: no services run in this process and no handler has turned anything on, whatever earlier files in
 * this process did.
 *
 * @module
 */
Reflect.deleteProperty(globalThis, Symbol.for('@layeredapps/stripe-connect/running'))
