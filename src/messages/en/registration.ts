export const registration = {} as const satisfies Record<string, string>
