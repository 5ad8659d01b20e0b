import { readFileSync } from 'node:fs';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { Refusal, sendJson, sendText } from '../http/exchange.ts';
import { htmlPage } from '../http/html-page.ts';
import { PHOTOS, type PictureShelf } from '../media/pictures.ts';
import type { Uploads } from '../media/uploads.ts';
import { ASSORTMENT_OF, productLink, PRODUCTS } from '../media/products.ts';
import { PLATFORMS } from '#shared/model/platform.ts';

const BODIES: Readonly<Record<string, { title: string; name: string }>> = {
  '/': { title: '沙盒控制台', name: 'panel.html' },
  '/buyer': { title: '做一回买家', name: 'buyer.html' },
};

const FILES: Readonly<Record<string, { type: 'text/javascript' | 'text/css'; name: string }>> = {
  '/pages/elements.js': { type: 'text/javascript', name: 'elements.js' },
  '/pages/panel.js': { type: 'text/javascript', name: 'panel.js' },
  '/pages/buyer.js': { type: 'text/javascript', name: 'buyer.js' },
  '/pages/pages.css': { type: 'text/css', name: 'pages.css' },
};

const textOf = (name: string): string =>
  readFileSync(new URL(`./${name}`, import.meta.url), 'utf8');

/** What a person opens: the panel, the page where one is a buyer, and the media that buyers send. */
export class OwnPages {
  readonly #pictures: PictureShelf;
  readonly #uploads: Uploads;

  constructor(pictures: PictureShelf, uploads: Uploads) {
    this.#pictures = pictures;
    this.#uploads = uploads;
  }

  serve(request: IncomingMessage, response: ServerResponse, path: string): void {
    if (request.method !== 'GET' && request.method !== 'HEAD') {
      throw new Refusal(405, `${path} can only be read.`);
    }
    const page = BODIES[path];
    if (page !== undefined) {
      const { title, name } = page;
      const html = htmlPage({ title, stylesheet: '/pages/pages.css', body: textOf(name) });
      sendText(response, 'text/html', html);
      return;
    }
    const file = FILES[path];
    if (file !== undefined) {
      sendText(response, file.type, textOf(file.name));
      return;
    }
    if (path === '/pages/samples') {
      sendJson(response, 200, samples());
      return;
    }
    if (path.startsWith('/media/')) {
      this.#serveMedia(request, response, path.slice('/media/'.length));
      return;
    }
    throw new Refusal(404, `Nothing is at ${path}.`);
  }

  #serveMedia(request: IncomingMessage, response: ServerResponse, name: string): void {
    if (name === 'sample.webm') {
      serveVideo(request, response, readFileSync(new URL('../media/sample.webm', import.meta.url)));
      return;
    }
    const uploaded = this.#uploads.get(name);
    const picture = uploaded?.bytes ?? this.#pictures.get(name);
    if (picture === null) throw new Refusal(404, `There is no picture ${name}.`);
    response.writeHead(200, {
      'content-type': uploaded?.type ?? 'image/png',
      'content-length': picture.length,
      'cache-control': 'max-age=3600',
      'access-control-allow-origin': '*',
    });
    response.end(picture);
  }
}

/** Browsers ask for parts of a video. */
const serveVideo = (request: IncomingMessage, response: ServerResponse, video: Buffer): void => {
  const range = /^bytes=(\d+)-(\d*)$/u.exec(request.headers.range ?? '');
  const first = range === null ? 0 : Number(range[1]);
  const asked = range === null || range[2] === '' ? video.length - 1 : Number(range[2]);
  const last = Math.min(asked, video.length - 1);
  const headers = {
    'content-type': 'video/webm',
    'accept-ranges': 'bytes',
    'access-control-allow-origin': '*',
  };
  if (first > last) {
    response.writeHead(416, { ...headers, 'content-range': `bytes */${video.length}` });
    response.end();
    return;
  }
  response.writeHead(range === null ? 200 : 206, {
    ...headers,
    'content-length': last - first + 1,
    ...(range === null ? {} : { 'content-range': `bytes ${first}-${last}/${video.length}` }),
  });
  response.end(video.subarray(first, last + 1));
};

/** What the buyer page offers to send. */
const samples = (): unknown => ({
  photos: PHOTOS.map((name) => `/media/${name}`),
  video: '/media/sample.webm',
  products: Object.fromEntries(
    PLATFORMS.map((platform) => [
      platform,
      PRODUCTS[ASSORTMENT_OF[platform]].map((product) => ({
        goods_id: product.goodsId,
        title: product.title,
        price: product.price,
        picture: `/media/${product.picture}`,
        link: productLink(platform, product.goodsId),
      })),
    ]),
  ),
});
