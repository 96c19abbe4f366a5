import { round } from '../shared/routes.ts'

export const screens = round
