import { expect, test } from 'vitest'
import { stylesFor } from './library-styles.ts'

test('a component brings its styles, under any name', () => {
  expect(stylesFor(`import { Popup as VanPopup, PullRefresh } from 'vant'`)).toEqual([
    'vant/es/popup/style/index.mjs',
    'vant/es/pull-refresh/style/index.mjs',
  ])
  expect(stylesFor(`import { ElTableColumn, ElConfigProvider } from "element-plus"`)).toContain(
    'element-plus/es/components/table-column/style/css.mjs',
  )
})
test('functions bring those of what they show', () => {
  expect(stylesFor(`import { showConfirmDialog, showToast } from 'vant'`)).toEqual([
    'vant/es/dialog/style/index.mjs',
    'vant/es/toast/style/index.mjs',
  ])
})
test('what has no styles brings none', () => {
  expect(stylesFor(`import { useRect } from '@vant/use'\nimport { popup } from './popup.ts'`)).toEqual([])
})
