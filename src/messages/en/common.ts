export const common = {} as const satisfies Record<string, string>
