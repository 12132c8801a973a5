/** The country of the platform. */
export const PLATFORM_COUNTRY = 'US'
