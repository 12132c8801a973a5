/** Answers of the status 1xx that a server may send ahead of the one that counts. Browsers and servers send a few. */
export const MOST_INTERIM = 100
