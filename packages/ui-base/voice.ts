// Recording a voice note: one at a time, with an end, and the microphone always given back.

import { onScopeDispose, ref } from 'vue'

export type Voice = { blob: Blob; seconds: number }
export type RecorderState = 'idle' | 'recording' | 'denied' | 'unsupported'

const formats = ['audio/mp4', 'audio/webm;codecs=opus', 'audio/ogg;codecs=opus']
const canRecord = (): boolean => typeof MediaRecorder !== 'undefined' && Boolean(navigator.mediaDevices?.getUserMedia)

export function useRecorder(maxSeconds: number, finished: (voice: Voice) => void) {
  const state = ref<RecorderState>(canRecord() ? 'idle' : 'unsupported')
  const seconds = ref(0)
  let recorder: MediaRecorder | undefined
  let ticking: ReturnType<typeof setInterval> | undefined

  async function start(): Promise<void> {
    try {
      const stream = await navigator.mediaDevices.getUserMedia({ audio: true })
      const mimeType = formats.find((format) => MediaRecorder.isTypeSupported(format))
      const mine = new MediaRecorder(stream, { mimeType, audioBitsPerSecond: 32_000 })
      const parts: Blob[] = []
      mine.ondataavailable = (event) => parts.push(event.data)
      mine.onstop = () => {
        for (const track of stream.getTracks()) track.stop()
        clearInterval(ticking)
        if (state.value !== 'recording') return
        state.value = 'idle'
        finished({ blob: new Blob(parts, { type: mine.mimeType }), seconds: seconds.value })
      }
      recorder = mine
      seconds.value = 0
      state.value = 'recording'
      mine.start()
      ticking = setInterval(() => {
        seconds.value += 1
        if (seconds.value >= maxSeconds) stop()
      }, 1000)
    } catch {
      state.value = 'denied'
    }
  }
  function stop(): void {
    if (recorder?.state === 'recording') recorder.stop()
  }
  onScopeDispose(() => {
    // Leaving the form throws the unfinished note away.
    if (state.value === 'recording') state.value = 'idle'
    stop()
  })
  return { state, seconds, start, stop }
}
