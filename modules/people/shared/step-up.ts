// One question for every screen: is it still you? Drawn on top of whatever is open, only when the server asks for it.

import { type AppContext, h, render } from 'vue'
import StepUpDialog from './StepUpDialog.vue'

/** @returns true when the person has proved it, false when they let it be. */
export const askProof = (appContext: AppContext): Promise<boolean> =>
  new Promise((resolve) => {
    const holder = document.createElement('div')
    document.body.append(holder)
    const end = (proved: boolean): void => {
      render(null, holder)
      holder.remove()
      resolve(proved)
    }
    const node = h(StepUpDialog, { onDone: () => end(true), onCancel: () => end(false) })
    // A tree of its own counts its ids from nought again: without a prefix its labels and its form would meet the page's.
    node.appContext = { ...appContext, config: { ...appContext.config, idPrefix: 'step-up' } }
    render(node, holder)
  })
