// From plain series to an ECharts option in our tokens. Pure: colours come in, an option goes out.

export type Series = { name: string; values: readonly (number | null)[] }
export type ChartKind = 'line' | 'bar' | 'stack' | 'rank' | 'share'
export type Palette = { series: string[]; ink: string; muted: string; line: string; surface: string; font: string }

export const paletteOf = (style: CSSStyleDeclaration): Palette => ({
  series: [1, 2, 3, 4, 5, 6].map((n) => style.getPropertyValue(`--series-${n}`).trim()),
  ink: style.getPropertyValue('--ink').trim(),
  muted: style.getPropertyValue('--ink-2').trim(),
  line: style.getPropertyValue('--line').trim(),
  surface: style.getPropertyValue('--surface').trim(),
  font: style.getPropertyValue('--font').trim(),
})

function seriesOf(kind: ChartKind, series: readonly Series[], palette: Palette) {
  return series.map(({ name, values }) => ({
    name,
    type: kind === 'line' ? ('line' as const) : ('bar' as const),
    data: [...values],
    stack: kind === 'stack' ? 'all' : undefined,
    smooth: 0.25,
    symbol: 'circle',
    symbolSize: 6,
    showSymbol: values.length <= 14,
    lineStyle: { width: 2.5 },
    barMaxWidth: kind === 'rank' ? 18 : 28,
    itemStyle: {
      borderRadius: kind === 'rank' ? [0, 4, 4, 0] : kind === 'bar' ? [4, 4, 0, 0] : 0,
      borderColor: kind === 'stack' ? palette.surface : undefined,
      borderWidth: kind === 'stack' ? 1 : 0,
    },
    label: kind === 'rank' ? { show: true, position: 'right' as const, color: palette.muted } : undefined,
  }))
}

export function optionOf(kind: ChartKind, categories: readonly string[], series: readonly Series[], palette: Palette) {
  const text = { color: palette.muted, fontFamily: palette.font, fontSize: 12 }
  const base = {
    color: palette.series,
    textStyle: text,
    animationDuration: 300,
    aria: { enabled: true },
    tooltip: {
      trigger: kind === 'share' ? ('item' as const) : ('axis' as const),
      backgroundColor: palette.surface,
      borderColor: palette.line,
      textStyle: { ...text, color: palette.ink },
      axisPointer: { lineStyle: { color: palette.line } },
      confine: true,
    },
    legend:
      series.length > 1 || kind === 'share' ? { bottom: 0, icon: 'circle', itemWidth: 10, textStyle: text } : undefined,
  }
  if (kind === 'share') {
    const data = categories.map((name, at) => ({ name, value: series[0]?.values[at] ?? 0 }))
    const ring = { type: 'pie' as const, radius: ['52%', '76%'], center: ['50%', '44%'], data, label: { show: false } }
    return { ...base, series: [{ ...ring, itemStyle: { borderColor: palette.surface, borderWidth: 3 } }] }
  }
  const names = {
    type: 'category' as const,
    data: [...categories],
    axisTick: { show: false },
    axisLine: { lineStyle: { color: palette.line } },
    axisLabel: text,
    inverse: kind === 'rank',
  }
  const figures = {
    type: 'value' as const,
    minInterval: 1,
    splitLine: { show: kind !== 'rank', lineStyle: { color: palette.line } },
    axisLabel: { ...text, show: kind !== 'rank' },
  }
  return {
    ...base,
    grid: { left: 4, right: kind === 'rank' ? 40 : 12, top: 16, bottom: base.legend ? 36 : 4, containLabel: true },
    xAxis: kind === 'rank' ? figures : names,
    yAxis: kind === 'rank' ? names : figures,
    series: seriesOf(kind, series, palette),
  }
}
