import type { Service } from '@doorstep/contract'
import type { Ctx } from '@doorstep/kernel'
import type { rooms } from './contract.ts'
import { boardService } from './service-boards.ts'
import { pageService } from './service-pages.ts'
import { roomService } from './service-rooms.ts'
import { sheetService } from './service-sheets.ts'

export const service: Service<typeof rooms, Ctx> = { ...roomService, ...boardService, ...sheetService, ...pageService }
