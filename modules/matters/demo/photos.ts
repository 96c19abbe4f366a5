import { homePhotos } from './photos-home.ts'
import { streetPhotos } from './photos-street.ts'
import { yardPhotos } from './photos-yard.ts'

/** Every drawing by the name that scenarios use. */
export const photos: Readonly<Record<string, string>> = { ...homePhotos, ...yardPhotos, ...streetPhotos }

/** What a report must speak of for the picture to be of it. */
export const shows: Readonly<Record<string, RegExp>> = {
  ceilingStain: /漏|滴水|泡黄|滴/,
  wallMould: /霉|墙/,
  fireLaneCar: /停|堵|占/,
  carScratch: /刮|蹭|划/,
  dog: /狗/,
  boundaryWall: /墙|砖|砌/,
  cropField: /羊|牛|地埂|收割机|苗/,
  windowBroken: /玻璃/,
  stairClutter: /堆|仓库|杂物/,
  stairBikes: /自行车/,
  cableCharging: /拉线|飞线|甩插/,
  ebikesHall: /门厅|辆电动车/,
  lampBroken: /灯/,
  pothole: /坑|高低不平/,
  manhole: /井/,
  gasHose: /软管|煤气|燃气|液化气/,
  wireTangle: /线/,
  wallTiles: /外墙|瓷砖/,
  treeBranch: /树|枝/,
  ditch: /渠|涝坝|蓄水池/,
  iceRoad: /冰/,
  brokenGate: /单元门|锁坏/,
  streetStall: /烧烤|摊|油烟|吆喝|音响/,
  rubbishHeap: /垃圾/,
  keys: /钥匙/,
  wallet: /钱包|证件/,
  phone: /手机/,
}
