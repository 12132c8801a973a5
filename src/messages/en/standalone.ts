export const standalone = {} as const satisfies Record<string, string>
