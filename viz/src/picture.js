/**
 * The picture: a scene on the canvas of vis-network.  Places are fixed and physics is off, so it does not move.
 */

/** @typedef {import("./scene.js").Scene} Scene */
/** @typedef {import("./scene.js").Box} Box */
/** @typedef {import("./scene.js").Link} Link */
/** @typedef {import("./palette.js").Palette} Palette */
/** @typedef {{onLink: (link: Link) => void, onBox: (box: Box) => void, onNothing: () => void}} Handlers */

import { baseline, bounds, caption, FONT, sizeOf, SMALL } from "./boxes.js";
import { dashes, palette } from "./palette.js";

/** @type {Record<string, string>} */
const HEADS = { "+": "arrow", "-": "bar", 0: "circle", "?": "circle", "": "vee" };

const MARGIN = 36;
const LARGEST = 1.1;

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
    /** @type {Scene} */
    this.scene = { boxes: [], links: [], claims: [], note: "", left: 0 };
    this.marked = "";
    new ResizeObserver(() => this.fit()).observe(place);
  }

  /** @param {Scene} scene @param {boolean} keepView whether the reader's zoom stays */
  draw(scene, keepView) {
    this.scene = scene;
    const colors = palette();
    const data = {
      nodes: scene.boxes.map((box) => this.#node(box, colors)),
      edges: scene.links.map((link) => this.#edge(link, colors)),
    };
    if (!this.network) this.#create(data);
    else {
      const view = keepView && { position: this.network.getViewPosition(), scale: this.network.getScale() };
      this.network.setData(data);
      if (view) this.network.moveTo(view);
    }
    if (!keepView) this.fit();
  }

  fit() {
    if (!this.network || !this.scene.boxes.length) return;
    // vis-network knows the sizes of these boxes only after it has drawn them, so its own fit would come too early.
    const { left, right, top, bottom } = bounds(this.scene.boxes);
    const scale = Math.min(
      LARGEST, (this.place.clientWidth - MARGIN) / (right - left), (this.place.clientHeight - MARGIN) / (bottom - top),
    );
    this.network.moveTo({ position: { x: (left + right) / 2, y: (top + bottom) / 2 }, scale: Math.max(scale, 0.02) });
  }

  /** @param {number} factor */
  zoom(factor) {
    this.network?.moveTo({ scale: this.network.getScale() * factor });
  }

  /**
   * Mark a box or an arrow as the one that the keyboard is on, and bring it into view.
   *
   * @param {string} id
   */
  mark(id) {
    this.marked = id;
    const box = this.scene.boxes.find((item) => item.id === id);
    if (box && this.network) {
      const scale = Math.max(this.network.getScale(), 0.7);
      this.network.moveTo({ position: { x: box.x, y: box.y }, scale });
    }
    this.network?.redraw();
  }

  /** @param {Record<string, any>} data */
  #create(data) {
    const { vis } = /** @type {any} */ (globalThis);
    this.network = new vis.Network(this.place, data, this.options);
    this.network.on("click", (/** @type {any} */ event) => {
      const box = this.scene.boxes.find((item) => item.id === event.nodes[0]);
      const link = this.scene.links.find((item) => item.id === event.edges[0]);
      if (box) this.handlers.onBox(box);
      else if (link) this.handlers.onLink(link);
      else this.handlers.onNothing();
    });
    for (const [event, shape] of Object.entries({ hoverEdge: "pointer", hoverNode: "pointer", blurEdge: "", blurNode: "" })) {
      this.network.on(event, () => {
        this.place.style.cursor = shape;
      });
    }
  }

  /** @param {Box} box @param {Palette} colors */
  #node(box, colors) {
    const shape = sizeOf(box);
    return {
      id: box.id, x: box.x, y: box.y, shape: "custom", fixed: true,
      ctxRenderer: (/** @type {any} */ at) => ({
        drawNode: () => this.#paint(at.ctx, at.x, at.y, box, colors),
        nodeDimensions: { width: shape.width, height: shape.height },
      }),
    };
  }

  /** @param {CanvasRenderingContext2D} ctx @param {number} x @param {number} y @param {Box} box @param {Palette} colors */
  #paint(ctx, x, y, box, colors) {
    const { lines, width, height } = sizeOf(box);
    const [left, top] = [x - width / 2, y - height / 2];
    ctx.save();
    ctx.globalAlpha = box.dim ? 0.35 : 1;
    ctx.beginPath();
    ctx.roundRect(left, top, width, height, box.kind === "disease" ? 3 : 10);
    ctx.fillStyle = box.role ? colors[box.role] : colors.box;
    ctx.fill();
    ctx.lineWidth = this.marked === box.id ? 4 : box.role ? 2.5 : 1.2;
    ctx.strokeStyle = this.marked === box.id ? colors.accent : colors.ink;
    ctx.stroke();
    ctx.fillStyle = colors.quiet;
    ctx.font = SMALL;
    ctx.textAlign = "center";
    ctx.fillText(caption(box), x, top + 14);
    ctx.fillStyle = colors.ink;
    ctx.font = FONT;
    lines.forEach((line, place) => ctx.fillText(line, x, top + baseline(place)));
    ctx.restore();
  }

  /** @param {Link} link @param {Palette} colors */
  #edge(link, colors) {
    const color = colors[link.color] ?? colors.statement;
    return {
      id: link.id, from: link.from, to: link.to,
      width: link.strong ? link.width + 3 : link.width,
      color: { color, highlight: color, hover: color, opacity: link.dim ? 0.22 : 1 },
      dashes: link.line ? dashes(link) : false,
      arrows: { to: { enabled: true, type: HEADS[link.sign] ?? "arrow", scaleFactor: Math.max(0.5, 1.15 - link.width * 0.08) } },
      label: link.label || undefined,
      font: { size: 15, color: colors.ink, strokeWidth: 4, strokeColor: colors.paper, align: "middle", face: "system-ui" },
      smooth: link.bend
        ? { enabled: true, type: link.bend > 0 ? "curvedCW" : "curvedCCW", roundness: 0.16 * Math.abs(link.bend) + 0.06 }
        : { enabled: true, type: "cubicBezier", forceDirection: "horizontal", roundness: 0.4 },
      hoverWidth: 1.5, selectionWidth: 2,
    };
  }
}
