/** Express 4 under another name; as far as the tests use it, it looks like Express 5. */
declare module 'express4' {
  import express from 'express'

  export default express
}
