export const oversight = {} as const satisfies Record<string, string>
