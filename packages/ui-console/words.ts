// Element Plus speaks the language in use. It carries English with it anyway.

import { settings } from '@doorstep/ui-base/settings.ts'
import en from 'element-plus/es/locale/lang/en'
import zhCn from 'element-plus/es/locale/lang/zh-cn'
import { computed } from 'vue'

export const useElementWords = () => computed(() => (settings.language === 'zh-CN' ? zhCn : en))
