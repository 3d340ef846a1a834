/**
 * The picture: vis-network holds the canvas, the zoom and the pointer; boxes and arrows are painted here, by the same
 * shapes and curves as in the SVG.  Places are fixed and physics is off, so it does not move.
 */

/** @typedef {import("./scene.js").Scene} Scene */
/** @typedef {import("./scene.js").Box} Box */
/** @typedef {import("./scene.js").Link} Link */
/** @typedef {import("./palette.js").Palette} Palette */
/** @typedef {import("./curves.js").Curve} Curve */
/**
 * @typedef {object} Handlers
 * @property {(link: Link) => void} onLink
 * @property {(box: Box) => void} onBox
 * @property {(link: Link | null, box: Box | null, x: number, y: number) => void} onHover
 */

import { baseline, bounds, caption, FONT, LABEL, LEAST_SCALE, sizeOf, SMALL } from "./boxes.js";
import { curvesOf, headOf, nearest, pathData } from "./curves.js";
import { EMPTY_SCENE } from "./elements.js";
import { dashes, palette } from "./palette.js";

const MARGIN = 40;
const LARGEST = 1.15;
const LOWEST = 330;
// Letters lower than this many pixels cannot be read, and are left out.
const LEAST_TEXT = 4.5;
const LEAST_LABEL = 6.5;
const [HEAD, LEAST_HEAD] = [10, 0.8];
const REACH = 7;
const NEAR_EDGE = 40;

/** @type {Map<string, Path2D>} */
const shapes = new Map();

/** @param {string} d */
function headShape(d) {
  const known = shapes.get(d);
  if (known) return known;
  const shape = new Path2D(d);
  shapes.set(d, shape);
  return shape;
}

/** @param {Box} box where it stands in the picture, whatever the zoom */
function placeOf(box) {
  const { width, height } = sizeOf(box);
  const [left, top] = [box.x - width / 2, box.y - height / 2];
  return { box, left, top, right: left + width, bottom: top + height };
}

export class Picture {
  /**
   * @param {HTMLElement} place
   * @param {Record<string, any>} options what pyvis handed over
   * @param {Handlers} handlers
   */
  constructor(place, options, handlers) {
    this.place = place;
    this.options = options;
    this.handlers = handlers;
    /** @type {any} */
    this.network = null;
    /** @type {() => void} */
    this.seen = () => {};
    /** @type {Promise<void>} kept when a picture has been painted for the first time */
    this.painted = new Promise((resolve) => (this.seen = resolve));
    /** @type {Scene} */
    this.scene = EMPTY_SCENE;
    /** @type {Map<string, Curve>} */
    this.curves = new Map();
    /** @type {{curve: Curve, line: Path2D, head: ReturnType<typeof headOf>, shape: Path2D}[]} */
    this.drawn = [];
    /** @type {Map<string, Box>} */
    this.boxes = new Map();
    /** @type {ReturnType<typeof placeOf>[]} */
    this.places = [];
    this.edges = bounds([]);
    this.marked = "";
    this.markedLink = "";
    this.hovered = "";
    /** @type {Palette} */
    this.colors = {};
    this.size = "";
    new ResizeObserver(() => this.#resized()).observe(place);
    place.addEventListener("pointermove", (event) => this.#hover(event));
    place.addEventListener("pointerleave", () => this.#setHover(null, null, 0, 0));
  }

  /** @param {Scene} scene @param {boolean} keepView whether the reader's zoom stays */
  draw(scene, keepView) {
    this.scene = scene;
    this.edges = bounds(scene.boxes, scene.links);
    this.colors = palette();
    this.curves = curvesOf(scene);
    this.boxes = new Map(scene.boxes.map((box) => [box.id, box]));
    this.places = scene.boxes.map(placeOf);
    this.drawn = [...this.curves.values()]
      .sort((a, b) => Number(a.link.strong) - Number(b.link.strong) || Number(b.link.dim) - Number(a.link.dim))
      .map((curve) => {
        const head = headOf(curve.link.sign, curve.link.width);
        return { curve, head, shape: headShape(head.d), line: new Path2D(pathData(curve, head.length)) };
      });
    if (!this.network) this.#create();
    if (keepView) this.network.redraw();
    else this.fit();
  }

  /** Whether a scene can be read in so much room. @param {Scene} scene @param {number} width */
  static isLegible(scene, width) {
    const { left, right } = bounds(scene.boxes, scene.links);
    return (width - MARGIN) / (right - left) >= LEAST_SCALE;
  }

  /** Show the whole picture, as large as it may be. */
  fit() {
    if (!this.network || this.place.clientWidth <= MARGIN) return;
    if (!this.scene.boxes.length) {
      this.network.redraw();
      return;
    }
    const { left, right, top, bottom } = this.edges;
    const scale = Math.min(LARGEST, (this.place.clientWidth - MARGIN) / (right - left));
    // The page scrolls; nothing shrinks to the height of the window.
    this.place.style.height = `${Math.max(LOWEST, Math.ceil((bottom - top) * scale + MARGIN))}px`;
    this.network.redraw();
    this.network.moveTo({ position: { x: (left + right) / 2, y: (top + bottom) / 2 }, scale });
    this.size = `${this.place.clientWidth} ${this.place.clientHeight}`;
  }

  /** @param {number} factor */
  zoom(factor) {
    this.network?.moveTo({ scale: this.network.getScale() * factor });
  }

  /**
   * Mark a box, and perhaps an arrow, as what the keyboard is on, and bring the box into view.
   *
   * @param {string} id
   * @param {string} [link]
   */
  mark(id, link = "") {
    this.markedLink = link;
    const box = this.boxes.get(id);
    if (box && this.network && this.marked !== id) {
      const place = this.place.getBoundingClientRect();
      const at = this.network.canvasToDOM({ x: box.x, y: box.y });
      if (at.x < 0 || at.x > place.width || at.y < 0 || at.y > place.height) this.network.moveTo({ position: { x: box.x, y: box.y } });
      else if (place.top + at.y < NEAR_EDGE || place.top + at.y > window.innerHeight - NEAR_EDGE) window.scrollBy(0, place.top + at.y - window.innerHeight / 2);
    }
    this.marked = id;
    this.network?.redraw();
  }

  #resized() {
    if (this.size !== `${this.place.clientWidth} ${this.place.clientHeight}`) this.fit();
  }

  #create() {
    const { vis } = /** @type {any} */ (globalThis);
    // No box is an object of vis-network, nor is an arrow: making one takes longer than painting it.
    this.network = new vis.Network(this.place, { nodes: [], edges: [] }, this.options);
    // The place itself is the one stop, and has a name.
    this.place.querySelector(".vis-network")?.removeAttribute("tabindex");
    this.network.on("click", (/** @type {any} */ event) => {
      const box = this.#boxAt(event.pointer.canvas);
      const link = box ? null : this.#linkAt(event.pointer.canvas);
      if (box) this.handlers.onBox(box);
      else if (link) this.handlers.onLink(link);
    });
    this.network.on("beforeDrawing", (/** @type {CanvasRenderingContext2D} */ ctx) => this.#paint(ctx));
    this.network.on("afterDrawing", (/** @type {CanvasRenderingContext2D} */ ctx) => {
      this.#paintLabels(ctx, this.network.getScale(), true);
      this.seen();
    });
  }

  /** @param {import("./curves.js").Point} at @returns {Box | null} */
  #boxAt({ x, y }) {
    return this.places.find(({ left, right, top, bottom }) => left <= x && x <= right && top <= y && y <= bottom)?.box ?? null;
  }

  /** @param {import("./curves.js").Point} at @returns {Link | null} */
  #linkAt(at) {
    return nearest(this.curves.values(), at, REACH / this.network.getScale())?.link ?? null;
  }

  /** @param {PointerEvent} event */
  #hover(event) {
    if (!this.network || event.buttons) return;
    const place = this.place.getBoundingClientRect();
    const at = { x: event.clientX - place.x, y: event.clientY - place.y };
    const point = this.network.DOMtoCanvas(at);
    const box = this.#boxAt(point);
    this.#setHover(box ? null : this.#linkAt(point), box, at.x, at.y);
  }

  /** @param {Link | null} link @param {Box | null} box @param {number} x @param {number} y */
  #setHover(link, box, x, y) {
    const id = link?.id ?? box?.id ?? "";
    if (id === this.hovered) return;
    this.hovered = id;
    this.place.style.cursor = id ? "pointer" : "";
    this.handlers.onHover(link, box, x, y);
    this.network?.redraw();
  }

  /** @param {CanvasRenderingContext2D} ctx */
  #paint(ctx) {
    const { colors } = this;
    const scale = this.network.getScale();
    ctx.save();
    for (const { curve, line, head, shape } of this.drawn) {
      const { link, end, angle } = curve;
      const loud = this.#isLoud(link);
      ctx.globalAlpha = link.dim && !loud ? 0.2 : 1;
      ctx.strokeStyle = ctx.fillStyle = colors[link.color] ?? colors.quiet;
      ctx.lineWidth = link.width + (link.strong ? 3 : loud ? 1.5 : 0);
      ctx.setLineDash(dashes(link));
      ctx.stroke(line);
      if (link.color === "both") {
        // Two lines beside each other, which tell it from the other effects without colour.
        [ctx.strokeStyle, ctx.lineWidth] = [colors.paper, ctx.lineWidth / 3];
        ctx.stroke(line);
        ctx.strokeStyle = colors.both;
      }
      ctx.setLineDash([]);
      if (HEAD * scale < LEAST_HEAD) continue;
      ctx.save();
      ctx.translate(end.x, end.y);
      ctx.rotate(angle);
      if (head.filled) ctx.fill(shape);
      else {
        ctx.lineWidth = head.stroke;
        ctx.stroke(shape);
      }
      ctx.restore();
    }
    ctx.restore();
    this.#paintLabels(ctx, scale, false);
    for (const box of this.scene.boxes) this.#paintBox(ctx, box);
  }

  /**
   * The labels of arrows: quiet ones below the boxes, those of arrows that are singled out above them and in words.
   *
   * @param {CanvasRenderingContext2D} ctx
   * @param {number} scale
   * @param {boolean} loud
   */
  #paintLabels(ctx, scale, loud) {
    ctx.save();
    ctx.textAlign = "center";
    ctx.textBaseline = "middle";
    ctx.lineJoin = "round";
    for (const { curve } of this.drawn) {
      const { link, label } = curve;
      if (loud !== (this.#isLoud(link) || link.strong)) continue;
      const text = loud ? link.words || link.label : link.label;
      if (!text || (!loud && (link.dim || curve.hushed || LABEL * scale < LEAST_LABEL))) continue;
      ctx.font = loud ? `${Math.max(LABEL, LABEL / scale)}px system-ui, sans-serif` : SMALL;
      ctx.lineWidth = 6 / Math.min(1, scale);
      ctx.strokeStyle = this.colors.paper;
      ctx.strokeText(text, label.x, label.y);
      ctx.fillStyle = this.colors.ink;
      ctx.fillText(text, label.x, label.y);
    }
    ctx.restore();
  }

  /** @param {Link} link */
  #isLoud(link) {
    return link.id === this.hovered || link.id === this.markedLink || link.from === this.hovered || link.to === this.hovered;
  }

  /** @param {CanvasRenderingContext2D} ctx @param {Box} box */
  #paintBox(ctx, box) {
    const { colors } = this;
    const { x, y } = box;
    const shape = sizeOf(box);
    const { lines, width, height } = shape;
    const [left, top] = [x - width / 2, y - height / 2];
    const marked = this.marked === box.id;
    ctx.save();
    ctx.globalAlpha = box.dim ? 0.35 : 1;
    ctx.beginPath();
    ctx.roundRect(left, top, width, height, box.kind === "disease" ? 3 : 9);
    ctx.fillStyle = box.role ? colors.soft : colors.paper;
    ctx.fill();
    ctx.lineWidth = marked ? 4 : box.role || this.hovered === box.id ? 2.2 : 1;
    ctx.strokeStyle = marked || box.role ? colors.ink : colors.line;
    ctx.stroke();
    if (LABEL * this.network.getScale() >= LEAST_TEXT) {
      const role = caption(box);
      ctx.textAlign = "center";
      ctx.fillStyle = colors.quiet;
      ctx.font = SMALL;
      if (role) ctx.fillText(role, x, top + baseline(shape, role, 0) - 15);
      ctx.fillStyle = colors.ink;
      ctx.font = FONT;
      lines.forEach((line, place) => ctx.fillText(line, x, top + baseline(shape, role, place)));
    }
    ctx.restore();
  }
}
