/** Something that whoever starts the host must put right; its message is the one line that they read. */
export class StartUpError extends Error {
  override name = 'StartUpError'
}
