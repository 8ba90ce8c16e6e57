"use strict";
// The schematic of the network: parts of the system, what flows between them, and for how long it is congested.

/** Places for nodes, so that connected ones are near and none too close: forces from a circle, always the same. */
function layout(nodes, edges) {
  const count = nodes.length;
  const index = new Map(nodes.map(({ name }, k) => [name, k]));
  const at = nodes.map((_, k) => [Math.cos((2 * Math.PI * k) / count - Math.PI / 2), Math.sin((2 * Math.PI * k) /
    count - Math.PI / 2)]);
  const ties = edges.map(({ from, to }) => [index.get(from), index.get(to)]);
  const near = 1.9 / Math.sqrt(count);
  for (let round = 0; round < 400; round++) {
    const heat = 0.12 * (1 - round / 400);
    const push = at.map(() => [0, 0]);
    for (let a = 0; a < count; a++) {
      for (let b = a + 1; b < count; b++) {
        const [dx, dy] = [at[a][0] - at[b][0], at[a][1] - at[b][1]];
        const distance = Math.hypot(dx, dy) || 1e-3;
        const force = (near * near) / distance / distance;
        for (const [k, sign] of [
            [a, 1],
            [b, -1]
          ]) {
          push[k][0] += sign * dx * force;
          push[k][1] += sign * dy * force;
        }
      }
    }
    for (const [a, b] of ties) {
      const [dx, dy] = [at[a][0] - at[b][0], at[a][1] - at[b][1]];
      const force = Math.hypot(dx, dy) / near;
      for (const [k, sign] of [
          [a, -1],
          [b, 1]
        ]) {
        push[k][0] += sign * dx * force;
        push[k][1] += sign * dy * force;
      }
    }
    push.forEach(([dx, dy], k) => {
      const length = Math.hypot(dx, dy) || 1e-9;
      const step = Math.min(length, heat);
      at[k][0] += (dx / length) * step;
      at[k][1] += (dy / length) * step;
    });
  }
  return at;
}

/** Draws the schematic: nodes with their balance, edges as wide as what flows, red where they are at their limit. */
function networkChart(box, width, network, hours, label) {
  const { nodes, edges, channels } = network;
  const height = nodes.length <= 2 ? 210 : Math.min(560, 280 + 26 * nodes.length);
  // Room for channels, which leave outwards with their names.
  const [side, ends] = channels.length ? [width > 700 ? 205 : 105, 86] : [60, 54];
  const area = frame(box, width, height, label, { left: side, right: side, top: ends, bottom: ends });
  const raw = nodes.length === 2 ? [
    [-1, 0],
    [1, 0]
  ] : nodes.length === 1 ? [
    [0, 0]
  ] : layout(nodes, edges);
  const range = (k) => [Math.min(...raw.map((p) => p[k])), Math.max(...raw.map((p) => p[k]))];
  const narrow = nodes.length === 2 ? Math.min(area.width, 420) : Math.min(area.width, 800);
  const middle = (area.left + area.right) / 2;
  const x = linear(range(0), [middle - narrow / 2, middle + narrow / 2]);
  const y = linear(range(1), [area.top, area.bottom]);
  const place = new Map(nodes.map(({ name }, k) => [name, [nodes.length === 1 ? middle : x(raw[k][0]), nodes.length <=
    2 ? (area.top + area.bottom) / 2 : y(raw[k][1])
  ]]));
  const mostFlow = Math.max(...edges.map(({ forward, reverse }) => Math.max(forward, reverse)), ...channels.map(
({ sent, received }) => Math.max(sent, received)), 1e-9);
  const radius = nodes.length > 12 ? 15 : 25;
  const svg = area.svg;
  svg.append(shape("defs", {}, shape("marker", { id: "arrow", viewBox: "0 0 10 10", refX: 5, refY: 5, markerWidth: 19,
      markerHeight: 19, markerUnits: "userSpaceOnUse", orient: "auto" },
    shape("path", { d: "M0 0L10 5L0 10Z", style: "fill: context-stroke" }))));
  const texts = [];
  for (const edge of edges) {
    const [
      [x0, y0],
      [x1, y1]
    ] = [place.get(edge.from), place.get(edge.to)];
    const congested = Math.max(edge.congestedForward, edge.congestedReverse);
    const ahead = edge.forward >= edge.reverse;
    const [a, b] = ahead ? [
      [x0, y0],
      [x1, y1]
    ] : [
      [x1, y1],
      [x0, y0]
    ];
    const half = [(a[0] + b[0]) / 2, (a[1] + b[1]) / 2];
    const share = congested / hours;
    const color = share > 0.25 ? "var(--stage4)" : share > 0.02 ? "var(--stage3)" : congested > 0 ? "var(--stage2)" :
      "var(--soft)";
    const title =
      `${edge.lines.join(", ")}\n${edge.from} → ${edge.to}: ${quantity("energy", edge.forward)}\n${edge.to} → ${edge.from}: ${quantity("energy", edge.reverse)}`;
    svg.append(shape("path", { d: `M${a}L${half}L${b}`, fill: "none", style: `stroke: ${color}`, "stroke-width": 1.5 +
        7 * (Math.max(edge.forward, edge.reverse) / mostFlow), "marker-mid": edge.forward + edge.reverse > 0 ?
        "url(#arrow)" : null }, shape("title", {}, title)));
    // Beside the line, on the side where there is more room above.
    const slope = Math.atan2(b[1] - a[1], b[0] - a[0]);
    const flat = Math.abs(Math.cos(slope));
    texts.push([
      [half[0] + (flat > 0.5 ? 0 : 52), half[1] - (flat > 0.5 ? 22 + 34 * Math.abs(Math.sin(slope)) : -4)],
      [quantity("energy", Math.max(edge.forward, edge.reverse), 3), congested > 0 ? say(
        `${fixed(congested)} h congested`, `阻塞 ${fixed(congested)} 小时`) : null].filter(Boolean)
    ]);
  }
  // Channels leave their node outwards, spread over the side that looks away from the middle.
  const own = new Map();
  for (const channel of channels) own.set(channel.node, [...(own.get(channel.node) ?? []), channel]);
  const outer = [];
  for (const [node, list] of own) {
    const start = place.get(node);
    if (!start) continue;
    const [cx, cy] = [middle, (area.top + area.bottom) / 2];
    const away = nodes.length === 1 || Math.hypot(start[0] - cx, start[1] - cy) < 1 ? -Math.PI / 2 : nodes.length ===
      2 ? (start[0] < cx ? Math.PI : 0) : Math.atan2(start[1] - cy, start[0] - cx);
    list.forEach((channel, k) => {
      const angle = away + (k - (list.length - 1) / 2) * 0.75;
      const reach = width > 700 ? 78 : 50;
      const end = [start[0] + reach * Math.cos(angle), start[1] + 62 * Math.sin(angle)];
      const half = [(start[0] + 2 * end[0]) / 3, (start[1] + 2 * end[1]) / 3];
      const outwards = channel.sent >= channel.received;
      const [a, b] = outwards ? [start, end] : [end, start];
      svg.append(shape("path", { d: `M${a}L${half}L${b}`, fill: "none",
      style: "stroke: var(--export)", "stroke-width": 1.5 + 7 * (Math.max(channel.sent, channel.received) /
          mostFlow), "marker-mid": "url(#arrow)" }, shape("title", {}, channel.name)));
      outer.push([end, channel, Math.cos(angle)]);
    });
  }
  for (const [
      [px, py], lines
    ] of texts) {
    lines.forEach((text, k) => svg.append(shape("text", { class: k === 0 ? "strong halo" : "halo", x: px, y: py + 15 *
        (k - (lines.length - 1) / 2), "text-anchor": "middle" }, text)));
  }
  for (const [
      [px, py], channel, side
    ] of outer) {
    const anchor = side < -0.3 ? "end" : side > 0.3 ? "start" : "middle";
    svg.append(
      shape("text", { class: "halo", x: px + 5 * Math.sign(side), y: py - 2, "text-anchor": anchor }, shortened(
        channel.name, width > 700 ? 19 : 9)),
      shape("text", { class: "strong halo", x: px + 5 * Math.sign(side), y: py + 12, "text-anchor": anchor },
        quantity("energy", Math.max(channel.sent, channel.received), 3)));
  }
  for (const node of nodes) {
    const [px, py] = place.get(node.name);
    const surplus = node.generation - node.load;
    const name = shortened(node.name, 16);
    const half = Math.max(radius, 3.9 * textWidth(name) + 9);
    svg.append(
      shape("rect", { x: px - half, width: 2 * half, y: py - 17, height: 34, rx: 17,
          style: `fill: var(--paper); stroke: ${surplus >= 0 ? "var(--wind)" : "var(--stage3)"}; stroke-width: 3.5` },
        shape("title", {},
          `${node.name}\n${say("generation", "发电量")} ${quantity("energy", node.generation)}\n${say("load", "用电量")} ${quantity("energy", node.load)}`
          )),
      shape("text", { class: "strong halo", x: px, y: py + 4, "text-anchor": "middle" }, name));
  }
}