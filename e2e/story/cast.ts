// Who plays, with which device, and what everybody in the story refers to. The chapters beside this file import it.

import type { Browser, Locator } from 'playwright-core'
import { expect } from 'vitest'
import { type Actor, actor } from '../actors.ts'
import { type Api, apiOf } from '../api.ts'
import { type Posted, postBoard } from '../board.ts'
import { desktop, launchBrowser, phone } from '../browser.ts'
import { lookAfterClicks } from '../clicks.ts'

export const sentence = '楼上 502 卫生间漏水，我家天花板湿了一大片，跟他说了两次，今天又吵起来了。'
export const person = { name: '周小禾', phone: '15400009876' }

export let browser: Browser
export let product: string
let api: { officer: Api; chief: Api }
export let board: Posted
export let resident: Actor
export let officer: Actor
export let auxiliary: Actor
export let desk: Actor
/** The matter that was reported, and the code that the resident got for it. */
export let matter = ''
export let receipt = ''
let clicks: (() => number)[] = []
export const actors = (): Record<string, Actor> => ({ resident, officer, auxiliary, desk })

export async function open(address: string): Promise<void> {
  product = address
  browser = await launchBrowser()
  api = { officer: await apiOf(product, 'officer'), chief: await apiOf(product, 'chief') }
  board = await postBoard(api.chief)
  resident = await actor(browser, phone)
  officer = await actor(browser, phone)
  auxiliary = await actor(browser, phone)
  desk = await actor(browser, desktop)
  clicks = Object.entries(actors()).map(([name, { page }]) => lookAfterClicks(page, name))
}
/** How many clicks of the story were looked at. */
export const clicksSeen = (): number => clicks.reduce((sum, count) => sum + count(), 0)
export const keepReceipt = (code: string): void => {
  receipt = code
}
export const follow = (id: string): void => {
  matter = id
}

type Told = {
  code: string
  state: string
  area: string
  channel: string
  place: string | null
  assignee: { name: string } | null
  helpers: { name: string }[]
  attachments: { type: string; by: string }[]
  grade: string | null
  rating: number | null
  visits: { day: number; doneAt: string | null }[]
}
type Step = { verb: string; reason: string | null }
export const asked = () => api.officer.get<Told>(`/matters/${matter}`)
export const linkIn = ({ page }: Actor): Locator =>
  page
    .locator(`main a[href*="${matter}"]`)
    .filter({ hasText: sentence.slice(0, 12) })
    .first()
export const stepsOf = async () => (await api.officer.get<{ items: Step[] }>(`/matters/${matter}/steps`)).items
export const stateTo = (state: string) =>
  expect.poll(async () => (await asked()).state, { timeout: 15_000 }).toBe(state)
export const photo = async (name: string, made: Promise<Buffer>) => ({
  name,
  mimeType: 'image/jpeg',
  buffer: await made,
})
