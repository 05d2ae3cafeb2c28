import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { EChartsOption } from 'echarts';
import { fontFamily, fontsFor } from './font.ts';

/** Points; the picture is drawn at twice that, so that it is sharp on a phone. */
export type PictureSize = { readonly width: number; readonly height: number };

const scale = 2;

/** A chart as PNG, with the letters of both languages, whatever fonts the machine has. The libraries are loaded when they are wanted. */
export async function drawPicture(option: EChartsOption, size: PictureSize): Promise<Buffer> {
  const svg = await drawn(option, size);
  const { renderAsync } = await import('@resvg/resvg-js');
  // The renderer takes fonts by path alone.
  const folder = await mkdtemp(join(tmpdir(), 'shoumi-font-'));
  try {
    const fonts = await fontsFor(lettersOf(svg));
    const fontFiles = await Promise.all(
      fonts.map(async (font, at) => {
        const file = join(folder, `${at}.ttf`);
        await writeFile(file, font);
        return file;
      }),
    );
    const image = await renderAsync(svg, {
      font: { loadSystemFonts: false, fontFiles, defaultFontFamily: fontFamily },
      fitTo: { mode: 'zoom', value: scale },
      background: '#ffffff',
    });
    return Buffer.from(image.asPng());
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function drawn(option: EChartsOption, { width, height }: PictureSize): Promise<string> {
  const { init } = await import('echarts');
  const chart = init(null, null, { renderer: 'svg', ssr: true, width, height });
  try {
    chart.setOption({ animation: false, textStyle: { fontFamily }, ...option });
    return chart.renderToSVGString();
  } finally {
    // A chart that is not disposed of stays in the library's list for ever.
    chart.dispose();
  }
}

/** What is written in a picture, roughly: every character that is not part of a tag. */
function lettersOf(svg: string): string {
  const text = svg.replaceAll(/<[^>]*>/g, '');
  return `${text}0123456789&<>`;
}
